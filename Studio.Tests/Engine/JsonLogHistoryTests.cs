using System.Globalization;
using System.Text;
using Studio.Domain.Engine;

namespace Studio.Tests.Engine;

public sealed class JsonLogHistoryTests : IDisposable
{
    static readonly DateTimeOffset Begin = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    readonly string _folder = Directory.CreateTempSubdirectory("studio-logs-").FullName;
    int _written;

    string Log => Path.Combine(_folder, "id-json.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_not_there_has_no_history() => Assert.Null(JsonLogHistory.TryOpen(Log));

    [Fact]
    public void Every_record_is_found_by_its_number_and_by_its_time()
    {
        Write(1000);
        using var history = JsonLogHistory.TryOpen(Log)!;

        Assert.Equal((1000, 0), (history.Count, history.Dropped));
        foreach (var first in (int[])[0, 1, 255, 256, 257, 600, 999])
        {
            Assert.Equal([.. Lines(first, 3)], Read(history, first, 3));
            Assert.Equal(first, history.Find(Begin.AddSeconds(first)));
            Assert.Equal(first, history.Find(Begin.AddSeconds(first - 0.5)));
        }

        Assert.Equal(1000, history.Find(Begin.AddSeconds(1000)));
        Assert.Empty(Read(history, 1000, 5));
        Assert.Equal(1000, Read(history, 0, 5000).Count);
    }

    [Fact]
    public void What_is_printed_later_is_there_after_a_look_and_not_before_it_is_whole()
    {
        Write(3);
        using var history = JsonLogHistory.TryOpen(Log)!;
        File.AppendAllText(Log, "{\"log\":\"half");
        history.Refresh();
        Assert.Equal(3, history.Count);

        File.AppendAllText(Log, $" and half\\n\",\"stream\":\"stdout\",\"time\":\"{Time(3)}\"}}\n");
        history.Refresh();

        Assert.Equal((4, "half and half"), (history.Count, Assert.Single(Read(history, 3, 9))));
    }

    [Fact]
    public void Files_that_the_engine_has_rotated_are_one_history_and_what_it_dropped_is_counted()
    {
        Write(10);
        Rotate(keep: 2);
        Write(20);
        using var history = JsonLogHistory.TryOpen(Log)!;
        Assert.Equal(30, history.Count);
        Assert.Equal(["line 9", "line 10"], Read(history, 9, 2));
        Assert.Equal(12, history.Find(Begin.AddSeconds(12)));

        Write(5);
        Rotate(keep: 2);
        Write(7);
        history.Refresh();
        // The file of the first ten has gone.
        Assert.Equal((32, 10), (history.Count, history.Dropped));
        Assert.Equal(["line 10"], Read(history, 0, 1));
        Assert.Equal(["line 34", "line 35"], Read(history, 24, 2));

        // A flood: more files have gone by than there are names.
        Write(1);
        Rotate(keep: 2);
        Write(2);
        Rotate(keep: 2);
        Write(3);
        history.Refresh();
        Assert.Equal(5, history.Count);
        Assert.Equal(["line 43", "line 44", "line 45", "line 46", "line 47"], Read(history, 0, 9));
    }

    [Fact]
    public void A_file_that_was_empty_when_it_was_opened_is_known_again()
    {
        File.WriteAllText(Log, "");
        using var history = JsonLogHistory.TryOpen(Log)!;
        Write(2);
        history.Refresh();
        Rotate(keep: 3);
        Write(1);
        history.Refresh();
        Assert.Equal((3, 0), (history.Count, history.Dropped));
        Assert.Equal(["line 0", "line 1", "line 2"], Read(history, 0, 9));
    }

    [Fact]
    public void What_the_engine_left_half_written_is_a_line_without_text()
    {
        Write(1);
        File.AppendAllText(Log, "\0\0\0 not json\n");
        Write(1);
        using var history = JsonLogHistory.TryOpen(Log)!;
        Assert.Equal(["line 0", "", "line 1"], Read(history, 0, 9));
    }

    [Fact]
    public void A_record_that_is_longer_than_what_is_read_at_once_is_read_whole()
    {
        Write(1);
        var text = new string('x', 700_000);
        File.AppendAllText(Log, $"{{\"log\":\"{text}\\n\",\"stream\":\"stdout\",\"time\":\"{Time(1)}\"}}\n");
        Write(1);
        using var history = JsonLogHistory.TryOpen(Log)!;
        Assert.Equal(["line 0", text, "line 1"], Read(history, 0, 9));
    }

    static IEnumerable<string> Lines(int first, int count) =>
        Enumerable.Range(first, count).TakeWhile(number => number < 1000).Select(number => $"line {number}");

    static List<string> Read(JsonLogHistory history, int first, int count)
    {
        List<string> lines = [];
        foreach (var batch in history.Read(first, count))
            lines.AddRange(Encoding.UTF8.GetString(batch.Text).TrimEnd('\n').Split('\n'));
        return lines;
    }

    static string Time(double seconds) =>
        Begin.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff00Z", CultureInfo.InvariantCulture);

    void Write(int lines)
    {
        using StreamWriter file = new(Log, append: true);
        for (; lines > 0; lines--, _written++)
            file.Write($"{{\"log\":\"line {_written}\\n\",\"stream\":\"stdout\",\"time\":\"{Time(_written)}\"}}\n");
    }

    /// <summary>As the engine does it: so many older files, and a new one.</summary>
    void Rotate(int keep)
    {
        for (var number = keep - 1; number >= 1; number--)
        {
            if (File.Exists($"{Log}.{number}"))
                File.Move($"{Log}.{number}", $"{Log}.{number + 1}", overwrite: true);
        }

        // With so many names one more is over.
        File.Delete($"{Log}.{keep}");
        File.Move(Log, $"{Log}.1", overwrite: true);
        File.WriteAllText(Log, "");
    }
}
