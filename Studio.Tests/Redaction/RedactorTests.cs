using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Studio.Domain.Common;
using Studio.Domain.Redaction;

namespace Studio.Tests.Redaction;

public sealed class RedactorTests
{
    const string Value = "s3cret-value-0123456789";

    /// <summary>From few letters, so that values are like one another and like themselves, to what is encoded differently by all.</summary>
    static readonly Gen<string> _values = Gen.Elements(
            "ab",
            "abc\n",
            "0123456789abcdef",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "abc \"\\/<>&'+%\n\r\t=é€",
            "\u001b[31mab;\n"
        )
        .SelectMany(letters =>
            Gen.Choose(8, 60)
                .SelectMany(length => Gen.Elements(letters.ToCharArray()).ArrayOf(length))
                .Select(text => new string(text))
        );

    /// <summary>Values, and output in which they stand whole, encoded, begun and interrupted by line ends and colours.</summary>
    static readonly Gen<Case> _cases = Gen.Choose(1, 3)
        .SelectMany(count => _values.ArrayOf(count))
        .SelectMany(values =>
            Gen.Choose(0, 8)
                .SelectMany(count => Part(values).ArrayOf(count))
                .Select(parts => new Case(values, [.. parts.SelectMany(part => part)]))
        );

    [Fact]
    public void Output_is_the_same_for_every_way_of_cutting_it() =>
        Prop.ForAll(
                _cases.ToArbitrary(),
                Gen.Choose(1, 40).ListOf().ToArbitrary(),
                (made, sizes) =>
                {
                    var whole = made.Redact([]);
                    return whole == made.Redact([1]) && whole == made.Redact([.. sizes]);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void No_value_that_was_printed_whole_is_left_and_no_line_is_lost() =>
        Prop.ForAll(
                _cases.ToArbitrary(),
                made =>
                {
                    // The bracket of a placeholder can end a value of which all but its last letter, a bracket, was printed.
                    var redacted = Regex.Replace(made.Redact([]), @"\[redacted:KEY\d\]", "\u2026");
                    return made.Values.Select(Encoding.UTF8.GetBytes)
                            .Where(value => Printed(value) >= KnownValues.ShortestRedacted)
                            .All(value => !redacted.Contains(Latin(value), StringComparison.Ordinal))
                        && redacted.Count(letter => letter == '\n') == made.Output.Count(letter => letter == '\n');
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Not_eight_bytes_in_a_row_of_any_form_are_left() =>
        Prop.ForAll(
                _values
                    .SelectMany(value =>
                        Gen.Elements(SecretForms.Of(value).ToArray()).Select(form => (value, form.Bytes))
                    )
                    .ToArbitrary(),
                Gen.Choose(1, 40).ListOf().ToArbitrary(),
                (made, sizes) =>
                {
                    if (Printed(made.Bytes) < KnownValues.ShortestRedacted)
                        return true;
                    Case around = new([made.value], [.. "~~ "u8, .. made.Bytes, .. " ~~"u8]);
                    // Line ends are kept wherever they stand.
                    var redacted = WithoutLineEnds(around.Redact([.. sizes]));
                    var form = WithoutLineEnds(Latin(made.Bytes));
                    return Enumerable
                        .Range(0, Math.Max(0, form.Length - 7))
                        .All(start => !redacted.Contains(form.Substring(start, 8), StringComparison.Ordinal));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Output_without_values_passes_byte_for_byte() =>
        Prop.ForAll(
                Gen.Choose(0, 255).Select(letter => (byte)letter).ArrayOf().ToArbitrary(),
                Gen.Choose(1, 40).ListOf().ToArbitrary(),
                (output, sizes) => new Case([Value, "another\nvalue"], output).Redact([.. sizes]) == Latin(output)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("at s3cret-val", "at ")]
    [InlineData("at s3cret-value-0123456789", "at [redacted:KEY]")]
    [InlineData("at s3cret-val.", "at s3cret-val.")]
    // It would have to wait for the next line otherwise, as every line that ends in a letter.
    [InlineData("ends\n", "ends\n")]
    [InlineData("ends in s3cret\n", "ends in ")]
    public void What_may_become_a_value_stays_inside(string output, string decided)
    {
        ArrayBufferWriter<byte> redacted = new();
        Known(Value).Begin().Write(Encoding.UTF8.GetBytes(output), redacted);
        Assert.Equal(decided, Encoding.UTF8.GetString(redacted.WrittenSpan));
    }

    [Fact]
    public void Somebody_who_types_sees_each_key_at_once_and_at_most_three_bytes_of_a_value()
    {
        ArrayBufferWriter<byte> redacted = new();
        var redactor = Known(Value).Begin(interactive: true);
        foreach (var key in "ls s3c")
        {
            var before = redacted.WrittenCount;
            redactor.Write([(byte)key], redacted);
            Assert.Equal(before + 1, redacted.WrittenCount);
        }

        foreach (var key in "ret-value-0123456789;")
            redactor.Write([(byte)key], redacted);
        Assert.Equal("ls s3c[redacted:KEY];", Encoding.UTF8.GetString(redacted.WrittenSpan));
    }

    [Fact]
    public void Two_values_that_overlap_become_one_placeholder()
    {
        KnownValues known = new([("A", new("abcdefghijkl")), ("B", new("ghijklmnopqr"))]);
        Assert.Equal("[redacted:A]; [redacted:B]", $"{known.Redact("abcdefghijklmnopqr; ghijklmnopqr")}");
    }

    [Fact]
    public void What_is_held_stays_small_whatever_is_printed()
    {
        var redactor = Known(new string('a', 100_000) + "b").Begin();
        CountingWriter to = new();
        long written = 0;
        // Beginnings of the value without an end, in colours without an end, and line ends without an end.
        foreach (var piece in (string[])["aaaaaaa", "\u001b[1", ";1;1;1", "s3cret\n", "\n\n\n\n", "a\na\na\na\na"])
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 100_000)));
            foreach (var part in bytes.Chunk(10_000))
            {
                redactor.Write(part, to);
                written += part.Length;
                Assert.InRange(redactor.Held, 0, 8 * 1024);
            }
        }

        Assert.True(written > 2_000_000);
    }

    [Fact]
    public void A_megabyte_of_a_value_is_found_whole_and_in_pieces()
    {
        Random random = new(7);
        var value = string.Concat(
            Enumerable
                .Range(0, 20_000)
                .Select(_ =>
                    random.NextInt64().ToString("x16", null)
                    + random.NextInt64().ToString("X16", null)
                    + "-:/!_.,;=?abcdef"
                )
        );
        var known = Known(value);
        Assert.Equal("<[redacted:KEY]>", $"{known.Redact($"<{value}>")}");
        Assert.Equal(
            "<[redacted:KEY]>",
            $"{known.Redact($"<{Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('=')}>")}"
        );
    }

    static Gen<byte[]> Part(string[] values)
    {
        var forms = Array.ConvertAll(values, value => SecretForms.Of(value).ToArray());
        return Gen.OneOf(
            _values.Select(Encoding.UTF8.GetBytes),
            Gen.Elements(forms).SelectMany(Gen.Elements).Select(form => form.Bytes),
            Gen.Elements(values)
                .SelectMany(value =>
                    Gen.Choose(0, value.Length).Select(length => Encoding.UTF8.GetBytes(value[..length]))
                ),
            Gen.Elements(values)
                .SelectMany(value =>
                    Gen.Elements("", "", "", "\n", "\r\n", "\u001b[0m", "\u001b[1;32m")
                        .ArrayOf(value.Length)
                        .Select(between =>
                            Encoding.UTF8.GetBytes(string.Concat(value.Zip(between, (letter, added) => letter + added)))
                        )
                )
        );
    }

    /// <summary>Bytes that are looked for: not those of line ends and colours.</summary>
    static int Printed(byte[] form)
    {
        TerminalText.State state = default;
        return TerminalText.Strip(form, ref state, new byte[form.Length], null);
    }

    static string WithoutLineEnds(string text) =>
        text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    static KnownValues Known(string value) => new([("KEY", new SecretText(value))]);

    /// <summary>One letter a byte, so that bytes can be compared as text.</summary>
    static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    sealed record Case(string[] Values, byte[] Output)
    {
        readonly KnownValues _known = new(Values.Select((value, place) => ($"KEY{place}", new SecretText(value))));

        /// <param name="sizes">Of the pieces, over and over; none: whole.</param>
        public string Redact(int[] sizes)
        {
            ArrayBufferWriter<byte> redacted = new();
            var redactor = _known.Begin();
            ReadOnlySpan<byte> rest = Output;
            for (var piece = 0; !rest.IsEmpty; piece++)
            {
                var size = sizes is [] ? rest.Length : Math.Min(rest.Length, sizes[piece % sizes.Length]);
                redactor.Write(rest[..size], redacted);
                rest = rest[size..];
            }

            redactor.Complete(redacted);
            return Latin(redacted.WrittenSpan);
        }

        public override string ToString() =>
            $"{string.Join(" | ", Values.Select(Uri.EscapeDataString))} in {Uri.EscapeDataString(Latin(Output))}";
    }

    sealed class CountingWriter : IBufferWriter<byte>
    {
        byte[] _buffer = new byte[1024];

        public void Advance(int count) { }

        public Memory<byte> GetMemory(int sizeHint = 0) => _buffer = new byte[Math.Max(sizeHint, _buffer.Length)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
