namespace Studio.Docker.Transport;

/// <summary>Reads an answer, and writes where it was upgraded; a connection that breaks is reported as an engine that went away.</summary>
sealed class EngineStream(Stream body, EngineConnection connection) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => body.CanWrite;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken stop = default)
    {
        try
        {
            return await body.ReadAsync(buffer, stop);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw connection.Unavailable(broken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken stop) =>
        ReadAsync(buffer.AsMemory(offset, count), stop).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken stop = default)
    {
        try
        {
            await body.WriteAsync(buffer, stop);
            await body.FlushAsync(stop);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw connection.Unavailable(broken);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override ValueTask DisposeAsync() => body.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
    }
}
