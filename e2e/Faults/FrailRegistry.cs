using System.Net;
using System.Net.Sockets;

namespace Studio.EndToEnd.Faults;

/// <summary>The test's registry behind another port, which hands on what both sides say until it is told to end.</summary>
sealed class FrailRegistry : IAsyncDisposable
{
    readonly string _registry;
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _accepting;
    long _left = long.MaxValue;

    /// <param name="registry">Host and port.</param>
    public FrailRegistry(string registry)
    {
        _registry = registry;
        _listener.Start();
        Address = $"{_listener.LocalEndpoint}";
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>Done when an answer stands still.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>How an image of the registry is called here.</summary>
    public string Name(string image) => image.Replace(_registry, Address, StringComparison.Ordinal);

    /// <summary>From now on it answers that many bytes in all, and then no more.</summary>
    public void StallAfter(long bytes) => Interlocked.Exchange(ref _left, bytes);

    /// <summary>As when its process is killed: all connections break, and new ones are refused.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _listener.Dispose();
        _end.Dispose();
    }

    async Task AcceptAsync()
    {
        List<Task> open = [];
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    async Task ServeAsync(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            try
            {
                await far.ConnectAsync(IPEndPoint.Parse(_registry), _end.Token);
                var asking = near.GetStream().CopyToAsync(far.GetStream(), _end.Token);
                await Task.WhenAny(asking, AnswerAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // Either side may leave when it likes.
            }
        }
    }

    async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, _end.Token) is var count and > 0)
        {
            if (Interlocked.Add(ref _left, -count) < 0)
            {
                _stalled.TrySetResult();
                await Task.Delay(Timeout.Infinite, _end.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
