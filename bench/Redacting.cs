using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Studio.Bench.Common;
using Studio.Domain.Common;
using Studio.Domain.Redaction;

namespace Studio.Bench;

/// <summary>The redactor alone, in this process, on one core.</summary>
static class Redacting
{
    const int Megabytes = 64;
    const int Piece = 32 * 1024;
    const int Runs = 15;
    const int WarmUp = 3;

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        var log = SampleLog();
        var many = Values(1000);
        var thousand = new KnownValues(many);
        var ten = new KnownValues(Values(10));
        var copy = new byte[log.Length];
        var copied = await Pair.RunAsync(Runs, WarmUp, () => RedactAsync(thousand, log), () => CopyAsync(log, copy));
        var flat = await Pair.RunAsync(Runs, WarmUp, () => RedactAsync(thousand, log), () => RedactAsync(ten, log));
        var speed = log.Length / (copied.Ours.Median / 1000) / 1e9;
        return
        [
            new(
                "redactor alone, 1,000 values",
                "absolute",
                $"{Line.Number(speed)} GB/s",
                $"{copied.Ours} for {Megabytes} MB",
                ">= 1.00 GB/s a core",
                speed >= 1,
                "an ordinary log without values, in pieces of 32 KiB. All encodings, both views. Limited by three copies (some 20 ms of it), and by one look into the filter for every five bytes"
            ),
            Line.Of(
                "redactor alone, 1,000 values",
                "a memory copy of the same bytes",
                copied,
                double.PositiveInfinity,
                "for scale: it copies them three times"
            ),
            Line.Of(
                "redactor alone, 1,000 values",
                "the same with 10 values",
                flat,
                1.25,
                "flat from 10 to 1,000. The filter for 1,000 has 128 KB, which the processor's first cache (32 KB) does not hold; the one for 10 has 2 KB"
            ),
            await AgainstGrepAsync(many, thousand, log),
        ];
    }

    /// <summary><c>grep -F -f</c> with the same patterns. It counts lines that have one, and masks nothing.</summary>
    static async Task<Line> AgainstGrepAsync(
        IReadOnlyList<(string, SecretText Value)> values,
        KnownValues known,
        byte[] log
    )
    {
        using var folder = new TemporaryFolder();
        var patterns = Path.Combine(folder.Path, "patterns");
        var text = Path.Combine(folder.Path, "log");
        var forms = values
            .SelectMany(pair => SecretForms.Of(pair.Value.Reveal()))
            .Select(form => Encoding.UTF8.GetString(form.Bytes))
            .Where(form => form.Length >= KnownValues.ShortestRedacted)
            .Distinct()
            .ToList();
        await File.WriteAllLinesAsync(patterns, forms);
        await File.WriteAllBytesAsync(text, log);
        var pair = await Pair.RunAsync(
            3,
            1,
            () => RedactAsync(known, log),
            // Without a locale, which makes it faster.
            () =>
                Pair.TimeAsync(() =>
                    new Command("sh", "-c", $"LC_ALL=C grep -c -F -f {patterns} {text} || true").RunAsync()
                )
        );
        return Line.Of(
            "redactor alone, 1,000 values",
            $"`grep -c -F -f` on the same {forms.Count.ToString("N0", CultureInfo.InvariantCulture)} patterns",
            pair,
            0.2,
            "grep's own start is in its time; it counts lines and masks nothing"
        );
    }

    static Task<TimeSpan> RedactAsync(KnownValues known, byte[] log)
    {
        Sink sink = new();
        var start = Stopwatch.GetTimestamp();
        var redactor = known.Begin();
        for (var place = 0; place < log.Length; place += Piece)
            redactor.Write(log.AsSpan(place, Math.Min(Piece, log.Length - place)), sink);
        redactor.Complete(sink);
        var time = Stopwatch.GetElapsedTime(start);
        return sink.Written == log.Length
            ? Task.FromResult(time)
            : throw new InvalidOperationException("Something was found in a log without values.");
    }

    static Task<TimeSpan> CopyAsync(byte[] log, byte[] copy)
    {
        var start = Stopwatch.GetTimestamp();
        for (var place = 0; place < log.Length; place += Piece)
            log.AsSpan(place, Math.Min(Piece, log.Length - place)).CopyTo(copy.AsSpan(place));
        return Task.FromResult(Stopwatch.GetElapsedTime(start));
    }

    static byte[] SampleLog()
    {
        Random random = new(1);
        StringBuilder text = new();
        for (var request = 0; text.Length < Megabytes * 1_000_000; request++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"2026-11-27T03:28:06.123Z INFO  [worker-{request % 8}] request id={random.NextInt64():x16} GET /api/v1/items/{request} took {random.Next(1000)}ms status=200 user=ann@example.com\n"
            );
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static List<(string, SecretText Value)> Values(int count)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/&%\"-_";
        Random random = new(2);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(number =>
                    ($"KEY_{number}", new SecretText(new string(random.GetItems<char>(Letters, random.Next(12, 60)))))
                ),
        ];
    }

    /// <summary>Takes everything, and counts it.</summary>
    sealed class Sink : IBufferWriter<byte>
    {
        byte[] _buffer = new byte[256 * 1024];

        public long Written { get; private set; }

        public void Advance(int count) => Written += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > _buffer.Length)
                _buffer = new byte[sizeHint];
            return _buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
