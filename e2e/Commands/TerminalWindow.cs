using System.Net;
using System.Net.WebSockets;
using System.Text;
using Studio.Client.Commands;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Commands;

/// <summary>A terminal as a program has it that is not a browser: a WebSocket with a token.</summary>
sealed class TerminalWindow : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ClientWebSocket _socket;
    readonly StringBuilder _shown = new();
    readonly SemaphoreSlim _news = new(0);
    readonly CancellationTokenSource _over = new();
    readonly Task _reading;

    TerminalWindow(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Everything that was shown.</summary>
    public string Shown
    {
        get
        {
            lock (_shown)
                return $"{_shown}";
        }
    }

    /// <summary>Opens a terminal and attaches to it.</summary>
    public static async Task<TerminalWindow> OpenAsync(
        StudioServer server,
        QuietService service,
        OpenTerminalRequest? request = null
    )
    {
        var terminal = await server.Admin.Commands.OpenTerminalAsync(
            StudioServer.Project,
            service.Name,
            request ?? new(),
            Stop
        );
        var socket = Socket("Authorization", $"Bearer {server.Token.Reveal()}");
        await socket.ConnectAsync(AddressOf(server, service, terminal.Id), Stop);
        return new(socket);
    }

    /// <summary>What the server answers to whoever wants a WebSocket with these headers.</summary>
    public static async Task<HttpStatusCode> AnswerAsync(Uri address, params (string Name, string Value)[] headers)
    {
        using var socket = Socket();
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        try
        {
            await socket.ConnectAsync(address, Stop);
        }
        catch (WebSocketException) { }

        return socket.HttpStatusCode;
    }

    public static Uri AddressOf(StudioServer server, QuietService service, string terminal) =>
        Address(server, $"/api/v1/projects/{StudioServer.Project}/services/{service.Name}/terminals/{terminal}");

    public static Uri Address(StudioServer server, string path) =>
        new UriBuilder(new Uri(server.Address, path)) { Scheme = "ws" }.Uri;

    /// <summary>Returns when something has been shown.</summary>
    public async Task UntilAsync(Func<string, bool> condition)
    {
        while (!condition(Shown))
        {
            Assert.False(_reading.IsCompleted, $"It ended, and had shown: {Shown}");
            Assert.True(await _news.WaitAsync(Patience, Stop), $"In vain; it shows: {Shown}");
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{string, bool})"/>
    public Task UntilAsync(string text) => UntilAsync(shown => shown.Contains(text, StringComparison.Ordinal));

    public async Task TypeAsync(string keys) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(keys), WebSocketMessageType.Binary, true, Stop);

    public async Task ResizeAsync(int columns, int rows) =>
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"columns":{{columns}},"rows":{{rows}}}"""),
            WebSocketMessageType.Text,
            true,
            Stop
        );

    /// <summary>Closes it as a page does that says goodbye.</summary>
    public async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        await _reading;
    }

    /// <summary>As when the machine is switched off.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>Waits for the end.</summary>
    /// <returns>What the server says of it.</returns>
    public async Task<string?> EndAsync()
    {
        await _reading.WaitAsync(Stop);
        return _socket.CloseStatusDescription;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        _socket.Dispose();
        _news.Dispose();
        _over.Dispose();
    }

    static ClientWebSocket Socket(string? header = null, string? value = null)
    {
        ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        if (header is not null)
            socket.Options.SetRequestHeader(header, value);
        return socket;
    }

    async Task ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        var characters = new char[buffer.Length];
        var utf8 = Encoding.UTF8.GetDecoder();
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _over.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                    return;
                lock (_shown)
                    _shown.Append(characters, 0, utf8.GetChars(buffer.AsSpan(0, read.Count), characters, flush: false));
                _news.Release();
            }
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException) { }
        finally
        {
            _news.Release();
        }
    }
}
