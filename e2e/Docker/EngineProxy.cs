using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Studio.EndToEnd.Docker;

/// <summary>
/// Stands before the test's engine, hands on every byte, and remembers what was asked for: as an engine of this machine, or as one that
/// is reached over a network.
/// </summary>
public sealed partial class EngineProxy : IAsyncDisposable
{
    readonly UnixDomainSocketEndPoint _engine;
    readonly Socket _listener;
    readonly CancellationTokenSource _over = new();
    readonly ConcurrentQueue<string> _requests = new();
    readonly ConcurrentQueue<string> _answers = new();
    readonly ConcurrentBag<Task> _connections = [];
    readonly Task _accepting;

    EngineProxy(EngineFixture engine, EndPoint listensAt)
    {
        _engine = new(engine.Endpoint["unix://".Length..]);
        _listener =
            listensAt is UnixDomainSocketEndPoint
                ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new(SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(listensAt);
        _listener.Listen();
        Endpoint = _listener.LocalEndPoint is IPEndPoint { Port: var port }
            ? $"tcp://127.0.0.1:{port}"
            : $"unix://{listensAt}";
        _accepting = AcceptAsync();
    }

    /// <summary>Looks like an engine on this machine.</summary>
    public static EngineProxy Local(EngineFixture engine) =>
        new(engine, new UnixDomainSocketEndPoint(Path.Combine(engine.Folder, $"{Guid.CreateVersion7():N}.sock")));

    /// <summary>Looks like an engine on another machine.</summary>
    public static EngineProxy Remote(EngineFixture engine) => new(engine, new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>For <c>DOCKER_HOST</c>.</summary>
    public string Endpoint { get; }

    /// <summary>First lines of requests, such as <c>GET /v1.50/containers/json?all=true</c>.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>First lines of answers, such as <c>101 UPGRADED</c>.</summary>
    public IReadOnlyCollection<string> Answers => _answers;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _over.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptAsync(_over.Token)));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException) { }
    }

    async Task ServeAsync(Socket client)
    {
        using var _ = client;
        using Socket engine = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engine.ConnectAsync(_engine, _over.Token);
            var asking = PumpAsync(client, engine, RequestLine(), _requests);
            await PumpAsync(engine, client, AnswerLine(), _answers);
            // Nothing more is answered; else a client that is done might be waited for.
            client.Close();
            await asking;
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException) { }
    }

    async Task PumpAsync(Socket from, Socket to, Regex line, ConcurrentQueue<string> lines)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _over.Token) is var read and > 0)
            {
                foreach (Match match in line.Matches(Encoding.Latin1.GetString(buffer, 0, read)))
                    lines.Enqueue(match.Groups[1].Value);
                for (var sent = 0; sent < read; )
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _over.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            to.Close();
        }
    }

    [GeneratedRegex(@"^((GET|POST|DELETE|HEAD) /\S*) HTTP/1\.1\r$", RegexOptions.Multiline)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^HTTP/1\.1 ([^\r]*)\r$", RegexOptions.Multiline)]
    private static partial Regex AnswerLine();
}
