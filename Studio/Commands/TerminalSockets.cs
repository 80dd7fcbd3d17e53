using System.Net.WebSockets;
using System.Text.Json;
using Studio.Client;
using Studio.Domain.Commands;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Identity;

namespace Studio.Commands;

/// <summary>Carries a terminal over a WebSocket: both directions at once, until either side ends.</summary>
sealed class TerminalSockets(
    Terminals terminals,
    LastingAccess lasting,
    IHostApplicationLifetime host,
    TimeProvider clock
)
{
    /// <summary>Bytes of one message; a paste is longer and comes in several.</summary>
    const int LongestMessage = 64 * 1024;

    /// <summary>How long the other side has to read why it is over.</summary>
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    public async Task RunAsync(HttpContext http, ProjectId project, Terminal terminal, CancellationToken stop)
    {
        try
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, host.ApplicationStopping);
            var reading = ReadKeysAsync(socket, terminal, either.Token);
            await using var access = lasting.Begin(http, Permission.RunCommands, project, either.Token);
            await using var withdrawn = access.Token.Register(() =>
            {
                if (access.IsWithdrawn)
                    terminal.End("you may not use it any more");
            });
            var reason = await ShowAsync(socket, terminal, either.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, reason, CancellationToken.None);
                await terminals.CloseAsync(terminal);
                // To stop reading tears down the connection, and with it a goodbye that is on its way. The other side may be gone.
                await Task.WhenAny(reading, Task.Delay(Farewell, clock, either.Token));
            }

            await either.CancelAsync();
            await reading;
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException) { }
        finally
        {
            await terminals.CloseAsync(terminal);
        }
    }

    /// <returns>Why it is over, for the close message: at most 123 bytes.</returns>
    static async Task<string> ShowAsync(WebSocket socket, Terminal terminal, CancellationToken stop)
    {
        try
        {
            await foreach (var shown in terminal.ReadAsync(stop))
            {
                if (shown.Bytes.Length > 0)
                    await socket.SendAsync(shown.Bytes, WebSocketMessageType.Binary, true, stop);
            }
        }
        catch (EngineException)
        {
            return "The engine is not reachable.";
        }

        if (terminal.Reason is { } reason)
            return $"Ended: {reason}.";
        try
        {
            return await terminal.GetExitCodeAsync(stop) is { } code
                ? $"The shell ended with {code}."
                : "The shell ended.";
        }
        catch (EngineException)
        {
            return "The shell ended.";
        }
    }

    static async Task ReadKeysAsync(WebSocket socket, Terminal terminal, CancellationToken stop)
    {
        var buffer = new byte[LongestMessage];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult read;
                do
                {
                    read = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                    length += read.Count;
                    // Keys need not be whole: a long paste goes on in pieces.
                    if (read.MessageType == WebSocketMessageType.Binary && length > 0)
                    {
                        await terminal.WriteAsync(buffer.AsMemory(0, length), stop);
                        length = 0;
                    }
                } while (!read.EndOfMessage && length < buffer.Length);

                if (read.MessageType == WebSocketMessageType.Close)
                    break;
                if (read.MessageType == WebSocketMessageType.Text)
                    await ResizeAsync(terminal, buffer.AsMemory(0, length), stop);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or EngineException) { }
        finally
        {
            terminal.End("its window was closed");
        }
    }

    static async Task ResizeAsync(Terminal terminal, ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        try
        {
            var size = JsonSerializer.Deserialize(message.Span, StudioJson.Default.TerminalSizeMessage);
            if (size is { Columns: > 0 and <= 1000, Rows: > 0 and <= 1000 })
                await terminal.ResizeAsync(new(size.Columns, size.Rows), stop);
        }
        // Not a size: nothing is lost by leaving it out.
        catch (JsonException) { }
    }
}
