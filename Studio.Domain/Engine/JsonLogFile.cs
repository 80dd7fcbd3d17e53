using Microsoft.Win32.SafeHandles;

namespace Studio.Domain.Engine;

/// <summary>
/// One of the files that the engine keeps a container's output in, with where its records begin. Stays readable when the engine
/// renames or deletes it.
/// </summary>
sealed class JsonLogFile : IDisposable
{
    /// <summary>One place of so many is remembered: the others are found from there.</summary>
    const int Spacing = 256;

    const int Block = 256 * 1024;

    readonly SafeFileHandle _file;
    readonly List<long> _places = [];
    byte[] _identity = [];
    byte[] _buffer = new byte[Block];
    long _indexed;

    JsonLogFile(SafeFileHandle file)
    {
        _file = file;
        Refresh();
    }

    /// <summary>Whole records: one that is being written is not counted yet.</summary>
    public int Count { get; private set; }

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read by this user.</exception>
    public static JsonLogFile Open(string path) =>
        new(File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan));

    public void Dispose() => _file.Dispose();

    /// <summary>Whether this is the file that has that name now.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public bool IsAt(string path)
    {
        using var now = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        // A file with the same first record is the same file: its time is in it.
        return ReadIdentity(now).AsSpan().StartsWith(_identity) && RandomAccess.GetLength(now) >= _indexed;
    }

    /// <summary>Looks for records that were added.</summary>
    public void Refresh()
    {
        if (_identity.Length == 0)
            _identity = ReadIdentity(_file);
        var place = _indexed;
        while (RandomAccess.Read(_file, _buffer, place) is var read and > 0)
        {
            var block = _buffer.AsSpan(0, read);
            for (var end = block.IndexOf((byte)'\n'); end >= 0; )
            {
                if (Count % Spacing == 0)
                    _places.Add(_indexed);
                Count++;
                _indexed = place + read - block.Length + end + 1;
                block = block[(end + 1)..];
                end = block.IndexOf((byte)'\n');
            }

            place += read;
        }
    }

    /// <summary>Number of the first record of that moment or later.</summary>
    public int Find(DateTimeOffset moment)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (TimeOf(middle) < moment)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Records from one on, in batches. What is no record is one without text.</summary>
    public IEnumerable<OutputBatch> Read(int first, int count, OutputBatch batch)
    {
        if (count <= 0)
            yield break;
        var (place, skip) = (_places[first / Spacing], first % Spacing);
        var kept = 0;
        while (count > 0 && RandomAccess.Read(_file, _buffer.AsSpan(kept), place) is var read and > 0)
        {
            place += read;
            batch.Clear();
            var taken = Take(_buffer.AsSpan(0, kept + read), ref skip, ref count, batch);
            kept += read - taken;
            // A record that is longer than the buffer: the engine writes at most 16 KiB, six times that when all is escaped.
            if (kept == _buffer.Length)
                Array.Resize(ref _buffer, 2 * _buffer.Length);
            else
                _buffer.AsSpan(taken, kept).CopyTo(_buffer);
            if (batch.Records.Count > 0)
                yield return batch;
        }
    }

    static int Take(ReadOnlySpan<byte> bytes, ref int skip, ref int count, OutputBatch batch)
    {
        var rest = bytes;
        while (count > 0 && rest.IndexOf((byte)'\n') is var end and >= 0)
        {
            var line = rest[..end];
            rest = rest[(end + 1)..];
            if (skip > 0)
            {
                skip--;
                continue;
            }

            count--;
            if (!JsonLogRecord.TryRead(line, batch))
            {
                batch.Reserve(0);
                batch.Add(JsonLogRecord.TimeOf(line) ?? default, isError: true, 0);
            }
        }

        return bytes.Length - rest.Length;
    }

    DateTimeOffset TimeOf(int record)
    {
        foreach (var batch in Read(record, 1, new OutputBatch()))
            return batch.Records[0].At;
        return default;
    }

    static byte[] ReadIdentity(SafeFileHandle file)
    {
        var beginning = new byte[4096];
        var read = RandomAccess.Read(file, beginning, 0);
        var end = beginning.AsSpan(0, read).IndexOf((byte)'\n');
        return beginning[..(end < 0 ? read : end)];
    }
}
