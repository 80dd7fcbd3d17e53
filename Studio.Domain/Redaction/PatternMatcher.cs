using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Studio.Domain.Redaction;

/// <summary>A form to look for. Longer ones were cut: none is over <see cref="PatternMatcher.Longest"/> bytes.</summary>
/// <param name="Name">Of the value, for the placeholder.</param>
sealed record Pattern(string Name, byte[] Bytes, bool SharesBefore, bool SharesAfter);

/// <summary>
/// Finds all places of many patterns. A filter looks at four bytes out of every five, and asks further only where these stand near
/// the beginning of some pattern; what is left walks a tree of all patterns, in which nothing is compared twice. So a byte costs the
/// same for ten patterns and for ten thousand, and never more than <see cref="Longest"/> comparisons.
/// </summary>
/// <remarks>
/// The filter is the block test of Wu and Manber (A fast algorithm for multi-pattern searching, 1994) with a fixed step: a
/// pattern of eight bytes or more that begins at <c>p</c> has one of the looked-at places among its first five.
/// </remarks>
sealed class PatternMatcher
{
    public const int Shortest = 8;
    public const int Longest = 256;

    const int Gram = sizeof(uint);
    const int Step = Shortest - Gram + 1;

    readonly Pattern[] _patterns;
    readonly List<Node> _nodes = [];
    readonly int[] _first = new int[256];
    readonly BitFilter _grams;
    readonly BitFilter _beginnings;

    public PatternMatcher(IEnumerable<Pattern> patterns)
    {
        _patterns = [.. Distinct(patterns)];
        _grams = new(_patterns.Length * Step);
        _beginnings = new(_patterns.Length);
        foreach (var pattern in _patterns)
        {
            ReadOnlySpan<byte> bytes = pattern.Bytes;
            for (var place = 0; place < Step; place++)
                _grams.Add(MemoryMarshal.Read<uint>(bytes[place..]));
            _beginnings.Add(MemoryMarshal.Read<ulong>(bytes));
        }

        foreach (var (letter, child) in Grow(0, _patterns.Length, 0))
            _first[letter] = child;
    }

    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>
    /// The next place from <paramref name="from"/> on where a pattern may begin; all before it are none, as long as eight bytes
    /// follow them. The length of the text when there is no more.
    /// </summary>
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        // The last places have fewer than eight bytes after them: there every place may be the beginning of something.
        var tail = Math.Max(from, text.Length - Shortest + 1);
        var last = text.Length - Gram;
        // Copies, so that the loop keeps them in registers.
        var grams = _grams;
        for (var look = from; look <= last; look += Step)
        {
            if (!grams.MayHave(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, look))))
                continue;
            for (var place = Math.Max(from, look - Step + 1); place <= look && place < tail; place++)
            {
                if (_beginnings.MayHave(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, place))))
                    return place;
            }
        }

        return tail;
    }

    /// <summary>Walks along the text as far as it is the beginning of a pattern.</summary>
    /// <param name="text">From the place on where the pattern begins.</param>
    /// <param name="found">The longest pattern that the text begins with.</param>
    /// <returns>A longer pattern that the text ends in the middle of.</returns>
    public Pattern? Match(ReadOnlySpan<byte> text, out Pattern? found)
    {
        found = null;
        var at = 0;
        for (var node = _first[text[0]]; node > 0; )
        {
            var (pattern, end, whole, children) = _nodes[node - 1];
            var label = _patterns[pattern].Bytes.AsSpan(at..end);
            var rest = text[at..];
            if (label.CommonPrefixLength(rest) is var common && common < label.Length)
                return common == rest.Length ? _patterns[pattern] : null;
            at = end;
            if (whole)
                found = _patterns[pattern];
            if (children.Length == 0)
                return null;
            if (at == text.Length)
                return _patterns[whole ? pattern + 1 : pattern];
            node = Child(children, text[at]);
        }

        return null;
    }

    /// <summary>In order of their bytes. Of several with the same bytes the one whose name comes first.</summary>
    static IEnumerable<Pattern> Distinct(IEnumerable<Pattern> patterns)
    {
        Pattern[] sorted = [.. patterns];
        Array.Sort(
            sorted,
            (one, other) =>
                one.Bytes.AsSpan().SequenceCompareTo(other.Bytes) is not 0 and var order
                    ? order
                    : string.CompareOrdinal(one.Name, other.Name)
        );
        return sorted.Where((pattern, place) => place == 0 || !pattern.Bytes.SequenceEqual(sorted[place - 1].Bytes));
    }

    static int Child((byte Letter, int Node)[] children, byte letter)
    {
        foreach (var child in children)
        {
            if (child.Letter == letter)
                return child.Node;
        }

        return 0;
    }

    /// <summary>Nodes for the patterns from <paramref name="low"/> to <paramref name="high"/>, which agree in their first bytes.</summary>
    /// <returns>One for each byte that comes next, by its number counted from 1.</returns>
    (byte Letter, int Node)[] Grow(int low, int high, int depth)
    {
        List<(byte, int)> children = [];
        while (low < high)
        {
            var letter = _patterns[low].Bytes[depth];
            var next = low + 1;
            while (next < high && _patterns[next].Bytes[depth] == letter)
                next++;
            // In order, so what the first and the last have in common all have.
            var end =
                depth + _patterns[low].Bytes.AsSpan(depth).CommonPrefixLength(_patterns[next - 1].Bytes.AsSpan(depth));
            var whole = _patterns[low].Bytes.Length == end;
            var place = _nodes.Count;
            _nodes.Add(default);
            _nodes[place] = new(low, end, whole, Grow(whole ? low + 1 : low, next, end));
            children.Add((letter, place + 1));
            low = next;
        }

        return [.. children];
    }

    /// <param name="Pattern">One whose bytes up to <paramref name="End"/> lead here.</param>
    /// <param name="Whole">That pattern ends here.</param>
    readonly record struct Node(int Pattern, int End, bool Whole, (byte Letter, int Node)[] Children);

    /// <summary>
    /// A set that may say yes wrongly, and never no: a Bloom filter whose two bits for an entry stand in one word, so that it is asked
    /// with one read (Putze, Sanders and Singler, Cache-, hash- and space-efficient Bloom filters, 2009).
    /// </summary>
    readonly struct BitFilter
    {
        // Bits an entry: few enough to stay near the processor, enough to be wrong once in about sixty.
        const int Spread = 16;
        const int WordBits = 64;

        // Of the hash, to choose a word.
        const int FewestBits = 6;
        const int MostBits = 17;

        readonly ulong[] _words;
        readonly int _shift;

        public BitFilter(int entries)
        {
            var words = Math.Max(1, entries * Spread / WordBits);
            var bits = Math.Clamp(BitOperations.Log2((uint)words) + 1, FewestBits, MostBits);
            _words = new ulong[1 << bits];
            _shift = 64 - bits;
        }

        public void Add(ulong entry)
        {
            var hash = Hash(entry);
            _words[hash >> _shift] |= Bits(hash);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MayHave(ulong entry)
        {
            var hash = Hash(entry);
            // Within bounds: the shift leaves as many bits as there are words.
            var word = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_words), (nint)(hash >> _shift));
            return (~word & Bits(hash)) == 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static ulong Hash(ulong entry) => entry * 0x9E3779B97F4A7C15;

        // From below the bits that choose the word, and well above the lowest ones, which only the first byte has a part in.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static ulong Bits(ulong hash) => (1UL << (int)(hash >> 40)) | (1UL << (int)(hash >> 34));
    }
}
