using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Studio.Docker;

namespace Studio.Tests.Docker;

/// <summary>
/// An engine that answers with exactly the bytes it was given, over a real Unix socket, and remembers what it was asked. It closes the
/// connection after each answer, so an answer that is shorter than it claims is an engine that died.
/// </summary>
sealed class FakeEngine : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fake-engine-");
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<string, byte[]> _answers = new();
    readonly ConcurrentQueue<string> _requests = new();
    readonly ConcurrentDictionary<string, TaskCompletionSource> _lasting = new();
    Socket? _listener;
    Task _accepting = Task.CompletedTask;

    /// <summary>Starts an engine that speaks these API versions.</summary>
    public FakeEngine(string newest = "1.41", string oldest = "1.12")
    {
        Speak(newest, oldest);
        Start();
    }

    public string SocketPath => Path.Combine(_folder.FullName, "docker.sock");

    /// <summary>Every request since the start, head and body, without those that agree on a version.</summary>
    public IReadOnlyList<string> Requests => [.. _requests.Where(request => !IsAboutVersion(request))];

    /// <summary>Awaited before a request is answered.</summary>
    public Func<string, Task>? OnRequest { get; set; }

    public int Pings => _requests.Count(request => request.StartsWith("GET /_ping", StringComparison.Ordinal));

    public DockerClient Connect() => new(DockerEndpoint.Parse($"unix://{SocketPath}"));

    public void Speak(string newest, string oldest)
    {
        On(
            "GET /_ping",
            $"HTTP/1.1 200 OK\r\nApi-Version: {newest}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"
        );
        On("GET /version", Answer(200, $$"""{"Version":"1","ApiVersion":"{{newest}}","MinAPIVersion":"{{oldest}}"}"""));
    }

    /// <summary>Sets the answer to requests that begin so.</summary>
    public void On(string request, string answer) => On(request, Encoding.UTF8.GetBytes(answer));

    /// <inheritdoc cref="On(string, string)"/>
    public void On(string request, byte[] answer) => _answers[request] = answer;

    /// <summary>Keeps the connection of requests that begin so, after the answer. Ends when a client has left one.</summary>
    public Task StayConnectedAsync(string request) => _lasting.GetOrAdd(request, _ => new()).Task;

    public static string Answer(int status, string body, string type = "application/json") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    /// <summary>An answer in chunks whose end never comes.</summary>
    public static string Unfinished(string body) =>
        $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n";

    public void Start()
    {
        _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>As after <c>kill -9</c>: the socket's file stays.</summary>
    public async Task DieAsync()
    {
        _listener?.Dispose();
        await _accepting;
    }

    /// <summary>As after an orderly stop.</summary>
    public async Task StopAsync()
    {
        await DieAsync();
        File.Delete(SocketPath);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await StopAsync();
        _folder.Delete(recursive: true);
        _stop.Dispose();
    }

    async Task AcceptAsync(Socket listener)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await listener.AcceptAsync(_stop.Token)));
        }
        catch (Exception closed)
            when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        try
        {
            var request = await ReadRequestAsync(socket);
            _requests.Enqueue(request);
            if (OnRequest is { } hook)
                await hook(request);
            var answer = _answers.Where(known => request.StartsWith(known.Key, StringComparison.Ordinal)).ToList();
            await socket.SendAsync(
                answer.Count > 0
                    ? answer.MaxBy(known => known.Key.Length).Value
                    : Encoding.UTF8.GetBytes(Answer(404, """{"message":"page not found"}""")),
                _stop.Token
            );
            if (
                _lasting.FirstOrDefault(known => request.StartsWith(known.Key, StringComparison.Ordinal)).Value is
                { } left
            )
            {
                try
                {
                    await socket.ReceiveAsync(new byte[1], _stop.Token);
                }
                finally
                {
                    left.TrySetResult();
                }
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // The client had enough; what it saw is what the test asserts.
        }
    }

    async Task<string> ReadRequestAsync(Socket socket)
    {
        var text = "";
        var buffer = new byte[64 * 1024];
        while (!IsComplete(text) && await socket.ReceiveAsync(buffer, _stop.Token) is var read and > 0)
            text += Encoding.UTF8.GetString(buffer, 0, read);
        return text;
    }

    static bool IsComplete(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return false;
        if (text.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            return text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        var length = text.Split("\r\n")
            .FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        return text.Length - head - 4 >= int.Parse(length?["Content-Length: ".Length..] ?? "0");
    }

    static bool IsAboutVersion(string request) =>
        request.StartsWith("GET /_ping", StringComparison.Ordinal)
        || request.StartsWith("GET /version", StringComparison.Ordinal);
}
