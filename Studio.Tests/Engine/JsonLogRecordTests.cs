using System.Text;
using Studio.Domain.Engine;

namespace Studio.Tests.Engine;

public sealed class JsonLogRecordTests
{
    const string End = "\",\"stream\":\"stdout\",\"time\":\"2026-11-27T03:28:06.123456789Z\"}";

    [Theory]
    [InlineData("plain\\n", "plain\n")]
    [InlineData("", "\n")]
    [InlineData("a part", "a part\n")]
    [InlineData("\\u001b[31mred\\u001b[0m\\n", "\u001b[31mred\u001b[0m\n")]
    [InlineData("\\u003ca\\u003e \\u0026 \\\"b\\\" \\\\ \\/ \\t|\\r\\n", "<a> & \"b\" \\ / \t|\r\n")]
    // Not plain: a JSON reader knows them.
    [InlineData("\\u00e9 \\ud83d\\ude00 \\b\\n", "é 😀 \b\n")]
    [InlineData("é 😀\\n", "é 😀\n")]
    [InlineData("\\u2028\\n", "\u2028\n")]
    // The end of a record in the text of one.
    [InlineData("\\\",\\\"stream\\\":\\\"stderr\\n", "\",\"stream\":\"stderr\n")]
    [InlineData("two\\nlines\\n", "two lines\n")]
    public void A_record_is_its_text_with_one_line_end(string json, string text)
    {
        OutputBatch batch = new();
        Assert.True(JsonLogRecord.TryRead(Encoding.UTF8.GetBytes($"{{\"log\":\"{json}{End}"), batch));
        Assert.Equal(text, Encoding.UTF8.GetString(batch.Text));
        var record = Assert.Single(batch.Records);
        Assert.Equal(
            (
                new(2026, 11, 27, 3, 28, 6, 123, 456, TimeSpan.Zero),
                false,
                !json.EndsWith("\\n", StringComparison.Ordinal)
            ),
            (record.At.AddTicks(-7), record.IsError, record.IsPart)
        );
    }

    [Theory]
    [InlineData("{\"log\":\"x\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-02T03:04:05Z\"}")]
    [InlineData("{\"log\":\"x\\n\",\"stream\":\"stderr\",\"attrs\":{\"a\":\"b\"},\"time\":\"2026-01-02T03:04:05Z\"}")]
    [InlineData("{ \"stream\": \"stderr\", \"time\": \"2026-01-02T03:04:05+00:00\", \"log\": \"x\\n\" }")]
    public void However_a_record_is_written_it_is_the_same(string json)
    {
        OutputBatch batch = new();
        Assert.True(JsonLogRecord.TryRead(Encoding.UTF8.GetBytes(json), batch));
        Assert.Equal("x\n", Encoding.UTF8.GetString(batch.Text));
        var record = Assert.Single(batch.Records);
        Assert.Equal((new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), true), (record.At, record.IsError));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"log\":\"cut")]
    [InlineData("{\"log\":\"x\",\"stream\":\"stdout\",\"time\":\"yesterday\"}")]
    [InlineData("{\"log\":\"x\\u12\",\"stream\":\"stdout\",\"time\":\"2026-01-02T03:04:05Z\"}")]
    [InlineData("{\"log\":7,\"stream\":\"stdout\",\"time\":\"2026-01-02T03:04:05Z\"}")]
    [InlineData("[]")]
    public void What_is_no_record_adds_nothing(string json)
    {
        OutputBatch batch = new();
        Assert.False(JsonLogRecord.TryRead(Encoding.UTF8.GetBytes(json), batch));
        Assert.Empty(batch.Records);
        Assert.Equal(0, batch.Length);
    }

    [Theory]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01 00:00:00Z")]
    [InlineData("2026-01-01T00:00:00+01:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00.x1Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    public void What_is_no_time_is_none(string text) =>
        Assert.False(JsonLogRecord.TryReadTime(Encoding.UTF8.GetBytes(text), out _));
}
