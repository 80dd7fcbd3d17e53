using System.Text;
using Studio.Domain.Engine;
using Studio.Domain.Logs;
using Studio.Domain.Redaction;

namespace Studio.Tests.Logs;

/// <summary>Reading again where it stopped, and keeping the last of what an engine shows in order only.</summary>
public sealed class LogBookTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_read_before_is_left_out_and_nothing_else()
    {
        ReadSoFar read = new();
        Assert.Equal(0, read.Take(Batch(0, 1, 1)));
        // Two streams are not always in order.
        Assert.Equal(0, read.Take(Batch(0, 1)));
        Assert.Equal(Noon.AddSeconds(1), read.Last);

        read.Again();
        Assert.Equal(3, read.Take(Batch(1, 1, 1, 1, 2)));
        read.Again();
        Assert.Equal(1, read.Take(Batch(2)));
        Assert.Equal(0, read.Take(Batch(2, 0)));
    }

    [Fact]
    public void Lines_keep_their_numbers_when_one_stream_has_to_wait()
    {
        RedactedOutput output = new(new([("KEY", new("s3cret-value-0123456789"))]), first: 5);
        List<RedactedLine> lines = [];
        OutputBatch batch = new();
        Add(batch, 0, false, "ends in s3cret\n");
        Add(batch, 1, true, "error\n");
        output.Write(batch, lines);
        Assert.Equal([(6, "error")], lines.Select(line => (line.Number, $"{line.Text}")));

        batch.Clear();
        Add(batch, 2, false, "-value-0123456789 more\r\n");
        output.Write(batch, lines);
        Assert.Equal(
            [(6, "error"), (5, "ends in [redacted:KEY]"), (7, "[redacted:KEY] more")],
            lines.Select(line => (line.Number, $"{line.Text}"))
        );
    }

    [Fact]
    public void A_search_sees_what_is_shown()
    {
        RedactedOutput output = new(
            new([("KEY", new("s3cret-value-0123456789"))]),
            new LineFilter(search: "Größe", isError: false, since: Noon.AddSeconds(1), until: Noon.AddSeconds(3))
        );
        List<RedactedLine> lines = [];
        OutputBatch batch = new();
        Add(batch, 0, false, "größe too early\n");
        Add(batch, 1, false, "GRÖSSE is another word\n");
        Add(batch, 2, true, "größe of an error\n");
        Add(batch, 3, false, "die GRÖßE ist \xff recht\n");
        Add(batch, 4, false, "größe too late\n");
        output.Write(batch, lines);
        output.Complete(lines);
        Assert.Equal(3, Assert.Single(lines).Number);
    }

    static OutputBatch Batch(params int[] seconds)
    {
        OutputBatch batch = new();
        foreach (var second in seconds)
            Add(batch, second, false, "x\n");
        return batch;
    }

    static void Add(OutputBatch batch, int second, bool isError, string line)
    {
        var text = Encoding.UTF8.GetBytes(line);
        text.CopyTo(batch.Reserve(text.Length));
        batch.Add(Noon.AddSeconds(second), isError, text.Length);
    }
}
