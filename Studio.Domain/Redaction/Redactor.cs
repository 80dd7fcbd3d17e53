using System.Buffers;

namespace Studio.Domain.Redaction;

/// <summary>
/// Replaces known values in one stream of output by <c>[redacted:NAME]</c>. What comes out is the same however the output was cut
/// into pieces: what may still become a value stays inside until that is decided. Line ends are always kept, so that lines in are
/// lines out.
/// </summary>
/// <remarks>
/// Two views are searched: the text that a terminal would show, without line ends and control sequences, and the one with these. A
/// value that begins with fewer than <see cref="Few"/> bytes at the end of a line keeps these, or every line that ends in a letter would
/// have to wait for the next one. Memory is bounded: a form of a value is found within <see cref="Reach"/> bytes of output.
/// </remarks>
public sealed class Redactor
{
    /// <summary>Text at the end of a line that is too short to wait for what follows.</summary>
    const int Few = 4;

    /// <summary>Bytes of output, colours and line ends included, that one form of a value may be spread over.</summary>
    const int Reach = 4096;

    const int Block = 64 * 1024;

    static readonly SearchValues<byte> _base64 = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8
    );

    readonly PatternMatcher _patterns;
    readonly bool _interactive;
    readonly TextMap _map = new();
    readonly MaskedOutput _masked = new();

    byte[] _output = [];
    byte[] _text = [];

    /// <summary>Bytes of output that are not decided yet, or that are needed to decide what follows them.</summary>
    int _held;

    /// <summary>Before the first held byte.</summary>
    TerminalText.State _state;

    /// <summary>Of the held bytes: the first that may still be part of a value, and the first of these that has to wait for it.</summary>
    int _keep;
    int _wait;

    /// <param name="interactive">
    /// Somebody types: of what may become a value up to three bytes leave at once, so that the echo of a key does not wait for
    /// the next key.
    /// </param>
    internal Redactor(PatternMatcher patterns, bool interactive = false) =>
        (_patterns, _interactive) = (patterns, interactive);

    /// <summary>Bytes that wait for what follows them, for tests.</summary>
    internal int Held => _held;

    /// <summary>Takes the next piece, and writes what is decided.</summary>
    public void Write(ReadOnlySpan<byte> piece, IBufferWriter<byte> to)
    {
        if (_patterns.IsEmpty)
        {
            to.Write(piece);
            return;
        }

        while (!piece.IsEmpty)
        {
            var taken = Math.Min(Block, piece.Length);
            Reserve(_held + taken);
            piece[..taken].CopyTo(_output.AsSpan(_held));
            _held += taken;
            piece = piece[taken..];
            Decide(End.Open, to);
        }
    }

    /// <summary>Writes the rest: nothing follows, and what is written next is a stream of its own.</summary>
    /// <param name="cut">Something would have followed: the beginning of a value, from eight bytes on, is masked like the whole.</param>
    public void Complete(IBufferWriter<byte> to, bool cut = false)
    {
        if (_held > 0)
            Decide(cut ? End.Cut : End.Final, to);
        _state = default;
        _masked.Reset();
    }

    void Reserve(int length)
    {
        if (length <= _output.Length)
            return;
        Array.Resize(ref _output, Math.Max(length, Math.Min(2 * _output.Length, Block + Reach)));
        _text = new byte[_output.Length];
    }

    void Decide(End end, IBufferWriter<byte> to)
    {
        var output = _output.AsSpan(0, _held);
        var state = _state;
        (_keep, _wait) = (_held, _held);
        Search(TerminalText.Strip(output, ref state, _text, _map), end);
        // What only looks like a control sequence may hide the beginning of a value.
        if (_state != TerminalText.State.Text || output.Contains(TerminalText.Esc))
            Search(TerminalText.Unwrap(output, _text, _map), end);
        _masked.Write(output, _wait, to);

        if (_keep < _held)
        {
            state = _state;
            TerminalText.Strip(output[.._keep], ref state, _text, null);
            output[_keep..].CopyTo(_output);
        }

        _state = state;
        _held -= _keep;
        _masked.Forget(_keep);
    }

    /// <summary>Looks through the text that was made of the output: finds masks, and what has to stay.</summary>
    void Search(int length, End end)
    {
        var text = _text.AsSpan(0, length);
        for (var place = _patterns.Next(text, 0); place < text.Length; place = _patterns.Next(text, place + 1))
        {
            var start = _map.Raw(place);
            var near = Near(text, place);
            var longer = _patterns.Match(near, out var found);
            var undecided = longer is not null && place + near.Length == text.Length && _held - start <= Reach;
            if (found is not null)
                undecided |= Mask(text, place, found) && end == End.Open;
            if (!undecided)
                continue;
            if (end == End.Open)
                Wait(text, place);
            else if (end == End.Cut && near.Length >= PatternMatcher.Shortest)
                _masked.Add(start, _held, longer!.Name);
        }

        // The last character may be the one that shares bits with a value that begins after it.
        if (end == End.Open)
            Wait(text, text.Length);
    }

    /// <summary>As much of the text from a place on as one pattern may be spread over.</summary>
    ReadOnlySpan<byte> Near(ReadOnlySpan<byte> text, int place)
    {
        var near = text.Slice(place, Math.Min(PatternMatcher.Longest, text.Length - place));
        var reach = _map.Raw(place) + Reach;
        while (_map.Raw(place + near.Length - 1) >= reach)
            near = near[..^1];
        return near;
    }

    /// <returns>Whether the character after it decides where the mask ends, and is not there yet.</returns>
    bool Mask(ReadOnlySpan<byte> text, int place, Pattern found)
    {
        var last = place + found.Bytes.Length - 1;
        var start = place;
        for (var few = 1; few < Few; few++)
        {
            if (HasLineEnd(_map.Raw(place + few - 1), _map.Raw(place + few)))
                start = place + few;
        }

        if (start == place && found.SharesBefore && place > 0 && IsShared(text[place - 1]) && _map.IsJoined(place - 1))
            start--;
        if (found.SharesAfter && last + 1 < text.Length && IsShared(text[last + 1]) && _map.IsJoined(last))
            last++;
        _masked.Add(_map.Raw(start), _map.Raw(last) + 1, found.Name);
        return found.SharesAfter && last + 1 == text.Length && _map.Raw(last) + 1 == _held;
    }

    /// <summary>Something from a place on may become a value: it stays, unless there is too little of it.</summary>
    void Wait(ReadOnlySpan<byte> text, int place)
    {
        var start = place < text.Length ? _map.Raw(place) : _held;
        // The character that would share bits with it.
        if (start > 0 && place > 0 && IsShared(text[place - 1]) && _map.Raw(place - 1) == start - 1)
            start--;
        _keep = Math.Min(_keep, start);
        var isFew =
            text.Length - place < Few
            && (_interactive || (place < text.Length && HasLineEnd(_map.Raw(text.Length - 1), _held)));
        if (!isFew)
            _wait = Math.Min(_wait, start);
    }

    bool HasLineEnd(int after, int before) =>
        before - after > 1 && _output.AsSpan((after + 1)..before).Contains((byte)'\n');

    static bool IsShared(byte letter) => _base64.Contains(letter);

    enum End
    {
        /// <summary>More may follow.</summary>
        Open,

        Final,

        /// <summary>More was there, and was cut away.</summary>
        Cut,
    }
}
