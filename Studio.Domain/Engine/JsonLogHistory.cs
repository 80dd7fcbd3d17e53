namespace Studio.Domain.Engine;

/// <summary>
/// A container's output as the engine keeps it on disk: the file that it writes, and the older ones that it has rotated to
/// <c>.1</c>, <c>.2</c> and so on.
/// </summary>
public sealed class JsonLogHistory : IOutputHistory
{
    readonly string _path;
    readonly List<JsonLogFile> _files = [];
    readonly OutputBatch _batch = new();

    JsonLogHistory(string path) => _path = path;

    public int Count => _files.Sum(file => file.Count);

    public long Dropped { get; private set; }

    /// <returns>Null when this user, or this machine, does not see these files.</returns>
    public static JsonLogHistory? TryOpen(string path)
    {
        JsonLogHistory history = new(path);
        try
        {
            history.Open();
            return history;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            history.Dispose();
            return null;
        }
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    public void Refresh()
    {
        _files[^1].Refresh();
        try
        {
            if (!_files[^1].IsAt(_path))
                Open();
        }
        catch (IOException)
        {
            // Between two files: the next look finds it.
        }
    }

    /// <summary>Opens what is there, but for what is open already under another name: the engine renames files.</summary>
    void Open()
    {
        var number = 0;
        while (File.Exists($"{_path}.{number + 1}"))
            number++;
        JsonLogFile[] old = [.. _files];
        List<JsonLogFile> now = [];
        foreach (var path in Enumerable.Range(1, number).Reverse().Select(place => $"{_path}.{place}").Append(_path))
        {
            var known = old.FirstOrDefault(file => file.IsAt(path));
            known?.Refresh();
            now.Add(known ?? JsonLogFile.Open(path));
        }

        foreach (var gone in old.Except(now))
        {
            Dropped += gone.Count;
            gone.Dispose();
        }

        _files.Clear();
        _files.AddRange(now);
    }

    public int Find(DateTimeOffset moment)
    {
        var before = 0;
        foreach (var file in _files)
        {
            var found = file.Find(moment);
            if (found < file.Count)
                return before + found;
            before += file.Count;
        }

        return before;
    }

    public IEnumerable<OutputBatch> Read(int first, int count)
    {
        foreach (var file in _files.ToArray())
        {
            var here = Math.Min(count, file.Count - first);
            if (here > 0)
            {
                foreach (var batch in file.Read(first, here, _batch))
                    yield return batch;
                count -= here;
            }

            first = Math.Max(0, first - file.Count);
            if (count <= 0)
                yield break;
        }
    }
}
