using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Studio.Docker.Transport;

namespace Studio.Docker.Containers;

/// <summary>
/// Reads output as the engine sends it: frames of a stream number, three zeros, a big-endian length and the payload, or bare bytes
/// from a terminal. See <see href="https://docs.docker.com/reference/api/engine/#tag/Container/operation/ContainerAttach">stream format</see>.
/// Memory is bounded whatever length a frame claims: frames over <see cref="LongestPiece"/> come in pieces.
/// </summary>
static class LogFrameReader
{
    const int HeaderLength = 8;
    const int LongestPiece = 64 * 1024;

    /// <summary>The engine's own stream: its payload is the reason why there is no more.</summary>
    const int EngineError = 3;

    /// <summary>Output of a container without a terminal.</summary>
    public static async IAsyncEnumerable<LogFrame> ReadFramesAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var pipe = PipeReader.Create(
            stream,
            new(bufferSize: LongestPiece, minimumReadSize: LongestPiece / 4, leaveOpen: true)
        );
        var (source, left) = (0, 0L);
        while (true)
        {
            var read = await pipe.ReadAsync(stop);
            var buffer = read.Buffer;
            while (true)
            {
                if (left == 0)
                {
                    if (buffer.Length < HeaderLength)
                        break;
                    (source, left) = ReadHeader(buffer);
                    buffer = buffer.Slice(HeaderLength);
                    continue;
                }
                var length = Math.Min(left, LongestPiece);
                if (buffer.Length < length)
                    break;
                var data = buffer.Slice(0, length).ToArray();
                buffer = buffer.Slice(length);
                left -= length;
                if (source == EngineError)
                    throw new DockerException(null, Encoding.UTF8.GetString(data));
                yield return new(source == (int)LogStream.Error ? LogStream.Error : LogStream.Output, data);
            }
            var cut = left > 0 || buffer.Length > 0;
            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (!read.IsCompleted)
                continue;
            if (cut)
                throw new DockerUnavailableException("The Docker engine ended the output in the middle of a frame.");
            yield break;
        }
    }

    static (int Source, long Length) ReadHeader(ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Slice(0, HeaderLength).CopyTo(header);
        if (header[0] > EngineError || header[1] != 0 || header[2] != 0 || header[3] != 0)
            throw EngineConnection.NotTheApi();
        return (header[0], BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
    }

    /// <summary>Output of a container with a terminal.</summary>
    public static async IAsyncEnumerable<LogFrame> ReadRawAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var buffer = new byte[LongestPiece];
        while (await stream.ReadAsync(buffer, stop) is var read and > 0)
            yield return new(LogStream.Output, buffer.AsSpan(0, read).ToArray());
    }
}
