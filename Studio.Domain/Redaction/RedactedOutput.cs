using System.Buffers;
using System.Text;
using Studio.Domain.Engine;

namespace Studio.Domain.Redaction;

/// <summary>A line of a container's output that may be shown.</summary>
/// <param name="Number">Of the record it was, counted from the first one that was read.</param>
/// <param name="Text">Without its line end.</param>
/// <param name="IsPart">The engine cut a long line: the next one of the stream goes on with it.</param>
public sealed record RedactedLine(int Number, DateTimeOffset At, bool IsError, RedactedText Text, bool IsPart)
{
    const int NoNumber = -1;

    /// <summary>Not printed by the container: Studio says something about its output.</summary>
    public bool IsRemark => Number == NoNumber;

    /// <summary>A remark of Studio itself.</summary>
    public static RedactedLine Remark(DateTimeOffset at, string text) =>
        new(NoNumber, at, IsError: true, KnownValues.None.Redact(text), IsPart: false);
}

/// <summary>
/// Takes known values out of a container's output, standard output and error apart. A record in is a line out, though not always at
/// once: one that ends in what may become a value waits for the next.
/// </summary>
/// <param name="filter">Only what it lets through comes out. It sees redacted text.</param>
/// <param name="first">Number of the first record.</param>
public sealed class RedactedOutput(KnownValues known, LineFilter? filter = null, int first = 0)
{
    readonly Side _output = new(known.Begin(), false, filter);
    readonly Side _error = new(known.Begin(), true, filter);
    int _next = first;

    /// <summary>Takes the next records, and adds the lines that are decided.</summary>
    /// <param name="skip">Records at the beginning of the batch that are left out.</param>
    public void Write(OutputBatch batch, List<RedactedLine> to, int skip = 0)
    {
        var records = batch.Records;
        for (var place = skip; place < records.Count; )
        {
            var begin = place;
            var side = records[place].IsError ? _error : _output;
            // As many at once as belong together: a redactor likes long pieces.
            for (; place < records.Count && records[place].IsError == records[begin].IsError; place++)
                side.Expect(_next++, records[place]);
            var last = records[place - 1];
            side.Write(batch.Text[records[begin].Start..(last.Start + last.Length)], to);
        }
    }

    /// <summary>Adds what waits.</summary>
    /// <param name="cut">More was printed, and is not read: the beginning of a value at the end is masked.</param>
    public void Complete(List<RedactedLine> to, bool cut = false)
    {
        _output.Complete(to, cut);
        _error.Complete(to, cut);
    }

    sealed class Side(Redactor redactor, bool isError, LineFilter? filter)
    {
        readonly Queue<Expected> _expected = new();
        readonly ArrayBufferWriter<byte> _redacted = new(4096);

        public void Expect(int number, OutputRecord record) => _expected.Enqueue(new(number, record.At, record.IsPart));

        public void Write(ReadOnlySpan<byte> text, List<RedactedLine> to)
        {
            redactor.Write(text, _redacted);
            Take(to);
        }

        public void Complete(List<RedactedLine> to, bool cut)
        {
            redactor.Complete(_redacted, cut);
            Take(to);
        }

        void Take(List<RedactedLine> to)
        {
            var redacted = _redacted.WrittenSpan;
            var whole = redacted[..(redacted.LastIndexOf((byte)'\n') + 1)];
            if (whole.IsEmpty)
                return;
            var isWanted = filter?.MayMatch(whole) ?? true;
            var rest = whole;
            while (_expected.Count > 0 && rest.IndexOf((byte)'\n') is var end and >= 0)
            {
                var expected = _expected.Dequeue();
                if (isWanted && (filter?.Matches(expected.At, isError, rest[..end]) ?? true))
                    to.Add(new(expected.Number, expected.At, isError, ToText(rest[..end]), expected.IsPart));
                rest = rest[(end + 1)..];
            }

            // The beginning of a line that waits.
            var begun = redacted[whole.Length..].ToArray();
            _redacted.ResetWrittenCount();
            _redacted.Write(begun);
        }

        static RedactedText ToText(ReadOnlySpan<byte> line) => new(Encoding.UTF8.GetString(line.TrimEnd((byte)'\r')));

        readonly record struct Expected(int Number, DateTimeOffset At, bool IsPart);
    }
}
