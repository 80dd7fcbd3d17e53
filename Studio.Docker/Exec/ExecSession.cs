using Studio.Docker.Containers;

namespace Studio.Docker.Exec;

/// <summary>
/// The connection to a command that runs. To dispose it leaves the command running: the engine does not end it.
/// </summary>
public sealed class ExecSession : IAsyncDisposable
{
    readonly HttpResponseMessage _answer;
    readonly Stream _stream;
    readonly bool _tty;

    internal ExecSession(HttpResponseMessage answer, Stream stream, bool tty) =>
        (_answer, _stream, _tty) = (answer, stream, tty);

    /// <summary>What it prints, until it has ended. To be read once.</summary>
    /// <exception cref="DockerUnavailableException">The engine went away.</exception>
    public IAsyncEnumerable<LogFrame> ReadAsync(CancellationToken stop = default) =>
        _tty ? LogFrameReader.ReadRawAsync(_stream, stop) : LogFrameReader.ReadFramesAsync(_stream, stop);

    /// <summary>Standard input, of a command that was given one.</summary>
    /// <exception cref="DockerUnavailableException">The engine went away, or the command has ended.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken stop = default) =>
        _stream.WriteAsync(input, stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _answer.Dispose();
    }
}
