using System.Buffers.Binary;
using System.Text;
using Studio.Docker;
using Studio.Docker.Containers;

namespace Studio.Tests.Docker;

public sealed class LogTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    const string Logs = "GET /v1.41/containers/id1/logs?stdout=true&stderr=true ";

    static byte[] Frame(int source, byte[] data, uint? claimed = null)
    {
        var frame = new byte[8 + data.Length];
        frame[0] = (byte)source;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), claimed ?? (uint)data.Length);
        data.CopyTo(frame, 8);
        return frame;
    }

    static byte[] Frame(int source, string text) => Frame(source, Encoding.UTF8.GetBytes(text));

    static async Task<List<LogFrame>> ReadAsync(byte[] body, bool tty = false)
    {
        await using var engine = new FakeEngine();
        engine.On(
            "GET /v1.41/containers/app/json",
            FakeEngine.Answer(200, $$$"""{"Id":"id1","Config":{"Tty":{{{(tty ? "true" : "false")}}}}}""")
        );
        engine.On(Logs, [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. body]);
        using var client = engine.Connect();
        return await client.Containers.LogsAsync("app").ToListAsync(Stop);
    }

    static string Text(LogFrame frame) => Encoding.UTF8.GetString(frame.Data.Span);

    [Fact]
    public async Task Output_and_error_come_apart_in_their_order()
    {
        var frames = await ReadAsync([
            .. Frame(1, "one\n"),
            .. Frame(2, "two\n"),
            .. Frame(1, ""),
            .. Frame(1, "three\n"),
        ]);

        Assert.Equal(["one\n", "two\n", "three\n"], frames.Select(Text));
        Assert.Equal([LogStream.Output, LogStream.Error, LogStream.Output], frames.Select(frame => frame.Stream));
    }

    [Fact]
    public async Task A_terminals_output_is_taken_as_it_is_even_if_it_looks_like_frames()
    {
        var frames = await ReadAsync(Frame(2, "x"), tty: true);

        Assert.Equal(Frame(2, "x"), frames.SelectMany(frame => frame.Data.ToArray()));
        Assert.All(frames, frame => Assert.Equal(LogStream.Output, frame.Stream));
    }

    [Fact]
    public async Task However_the_bytes_are_cut_the_frames_are_the_same()
    {
        byte[] bytes = [.. Frame(1, "first"), .. Frame(2, "second"), .. Frame(1, "third")];
        for (var step = 1; step <= bytes.Length; step++)
        {
            var frames = await LogFrameReader.ReadFramesAsync(new Dripping(bytes, step), Stop).ToListAsync(Stop);

            Assert.Equal(["first", "second", "third"], frames.Select(Text));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task Output_that_ends_inside_a_frame_is_an_engine_that_went_away(int length)
    {
        byte[] bytes = [.. Frame(1, "whole"), .. Frame(1, "broken")[..length]];
        var seen = new List<string>();

        await Assert.ThrowsAsync<DockerUnavailableException>(async () =>
        {
            await foreach (var frame in LogFrameReader.ReadFramesAsync(new MemoryStream(bytes), Stop))
                seen.Add(Text(frame));
        });

        Assert.Equal(["whole"], seen);
    }

    [Fact]
    public async Task A_long_frame_comes_in_pieces_of_at_most_64_KiB()
    {
        var data = new byte[1_000_000];
        Random.Shared.NextBytes(data);

        var frames = await ReadAsync([.. Frame(2, data), .. Frame(1, "after")]);

        Assert.All(frames, frame => Assert.InRange(frame.Data.Length, 1, 64 * 1024));
        Assert.Equal(
            data,
            frames.Where(frame => frame.Stream == LogStream.Error).SelectMany(frame => frame.Data.ToArray())
        );
        Assert.Equal("after", Text(frames[^1]));
    }

    [Fact]
    public async Task A_frame_that_claims_four_gigabytes_takes_no_more_memory_than_it_sends()
    {
        var stream = new Dripping(Frame(1, new byte[10_000_000], uint.MaxValue), 16 * 1024);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var longest = 0;

        await Assert.ThrowsAsync<DockerUnavailableException>(async () =>
        {
            await foreach (var frame in LogFrameReader.ReadFramesAsync(stream, Stop))
                longest = Math.Max(longest, frame.Data.Length);
        });

        Assert.Equal(64 * 1024, longest);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 50_000_000);
    }

    [Fact]
    public async Task What_the_engine_says_in_its_own_stream_is_an_error()
    {
        var error = await Assert.ThrowsAsync<DockerException>(() =>
            ReadAsync([.. Frame(1, "a"), .. Frame(3, "disk on fire")])
        );

        Assert.Equal("disk on fire", error.Message);
    }

    [Fact]
    public async Task Bytes_that_are_no_frames_are_refused_and_not_shown()
    {
        var error = await Assert.ThrowsAsync<DockerException>(() => ReadAsync("plain text, no frames"u8.ToArray()));

        Assert.Equal("The answer is not what the Docker Engine API describes.", error.Message);
    }

    /// <summary>Gives a few bytes at a time, as a slow connection does.</summary>
    sealed class Dripping(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken stop = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], stop);
    }
}
