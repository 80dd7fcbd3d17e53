namespace Studio.Logs;

/// <summary>A run of text of a line, cut where what was searched for begins and ends.</summary>
readonly record struct LogRun(string Text, string? Class, bool IsHit)
{
    public static IReadOnlyList<LogRun> Of(string line, string? search)
    {
        var runs = AnsiText.Parse(line);
        if (string.IsNullOrEmpty(search))
            return [.. runs.Select(run => new LogRun(run.Text, run.Class, IsHit: false))];
        // A hit may go over a change of colour.
        var text = string.Concat(runs.Select(run => run.Text));
        var hits = new bool[text.Length];
        for (
            var place = text.IndexOf(search, StringComparison.OrdinalIgnoreCase);
            place >= 0;
            place = text.IndexOf(search, place + search.Length, StringComparison.OrdinalIgnoreCase)
        )
            hits.AsSpan(place, search.Length).Fill(true);
        List<LogRun> cut = [];
        var at = 0;
        foreach (var run in runs)
        {
            for (var start = 0; start < run.Text.Length; )
            {
                var isHit = hits[at + start];
                var end = start + 1;
                while (end < run.Text.Length && hits[at + end] == isHit)
                    end++;
                cut.Add(new(run.Text[start..end], run.Class, isHit));
                start = end;
            }

            at += run.Text.Length;
        }

        return cut;
    }
}
