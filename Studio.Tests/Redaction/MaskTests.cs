using System.Buffers;
using System.Text;
using Studio.Domain.Redaction;

namespace Studio.Tests.Redaction;

/// <summary>Where exactly a mask begins and ends, and what it is called.</summary>
public sealed class MaskTests
{
    const string Value = "s3cret-value-0123456789";
    const string Reset = "\u001b[0m";

    /// <summary>Its last character but the padding carries bits of what follows.</summary>
    static readonly string _encoded = Encode(Value);

    /// <summary>The second character carries bits of the letter before the value.</summary>
    static readonly string _encodedBehind = Encode($"x{Value}");

    static readonly string _long = string.Concat(Enumerable.Range(1, 517).Select(n => (char)('0' + (n * n * n % 73))));

    static readonly string _coloured = $"{Value[..9]}{Reset}{Value[9..]}";

    [Theory]
    // The letter after it ends a sequence that is none.
    [InlineData("\u001b")]
    [InlineData("\u001b[")]
    [InlineData("\u001b[31;")]
    [InlineData("\u001b(")]
    public void A_value_cannot_hide_in_what_looks_like_a_control_sequence(string before) =>
        Equal(
            $"{before}[redacted:KEY]. {before}[redacted:KEY]\r\n[redacted:KEY].",
            $"{before}{Value}. {before}{Value[..9]}\r\n{Value[9..]}."
        );

    [Theory]
    [InlineData("\u001b[1;31m")]
    [InlineData("\u001b(B")]
    [InlineData("\u001b7")]
    [InlineData("\u001b\u001b[0m")]
    public void A_control_sequence_within_a_value_does_not_hide_it(string within) =>
        Equal("[redacted:KEY].", $"{Value[..9]}{within}{Value[9..]}.");

    [Fact]
    public void What_is_no_control_sequence_any_more_is_text() =>
        Equal("\u001b[3\a[redacted:KEY]; \u001b[3é[redacted:KEY]", $"\u001b[3\a{_coloured}; \u001b[3é{_coloured}");

    [Fact]
    public void A_character_before_an_encoded_value_is_hidden_when_it_shares_bits_with_it()
    {
        var (alone, shared) = (_encodedBehind[..1], _encodedBehind[..2]);
        Equal($"<{alone}[redacted:KEY]>", $"<{_encodedBehind}>");
        Equal("<[redacted:KEY]>", $"<{_encodedBehind[1..]}>");
        Equal("<[redacted:KEY]>", $"<{_encodedBehind[2..]}>");
        // On the line before it, it is not beside it.
        Equal($"<{shared}\n[redacted:KEY]>", $"<{shared}\n{_encodedBehind[2..]}>");
        // A line that ends in fewer than four characters of a value keeps these.
        Equal($"<{_encodedBehind[..3]}\n[redacted:KEY]>", $"<{_encodedBehind[..3]}\n{_encodedBehind[3..]}>");
    }

    [Fact]
    public void A_character_after_an_encoded_value_is_hidden_when_it_shares_bits_with_it()
    {
        var (whole, shared) = (_encoded[..^2], _encoded[^2]);
        Equal("<[redacted:KEY]=>", $"<{_encoded}>");
        Equal("<[redacted:KEY]>", $"<{whole}{shared}>");
        Equal("<[redacted:KEY]>", $"<{whole}>");
        Equal($"<[redacted:KEY]{Reset}{shared}>", $"<{whole}{Reset}{shared}>");
        Assert.Equal("[redacted:KEY]...", $"{Known(("KEY", Value)).Redact($"{whole}...")}");
    }

    [Theory]
    [InlineData("abc\ndefghijkl", "abc\n[redacted:KEY]")]
    [InlineData("abcd\nefghijkl", "[redacted:KEY]\n[redacted:KEY]")]
    [InlineData("abcdefgh\r\n\r\nijkl", "[redacted:KEY]\r\n\r\n[redacted:KEY]")]
    [InlineData("abc\rdefghijkl", "[redacted:KEY]\r[redacted:KEY]")]
    public void A_line_keeps_up_to_three_letters_of_a_value_at_its_end(string output, string redacted) =>
        Equal($"{redacted}.", $"{output}.", ("KEY", "abcdefghijkl"));

    [Fact]
    public void Two_values_that_overlap_have_one_name_on_every_line() =>
        Equal(
            "[redacted:A]\n[redacted:A]; [redacted:B]",
            "abcdefghijkl\nmnopqr; ghijklmnopqr",
            ("A", "abcdefghijkl"),
            ("B", "ghijklmnopqr")
        );

    [Theory]
    [InlineData("abcdefghijkl", "[redacted:B]")]
    [InlineData("abcdefgh", "[redacted:C]")]
    [InlineData("abcdefgh-", "[redacted:C]-")]
    [InlineData("abcdefghijkl-", "[redacted:B]-")]
    [InlineData("abcdefghijklmnopqrst", "[redacted:B]")]
    // One after the other, with and without anything between them.
    [InlineData("ijklmnopabcdefgh", "[redacted:A]")]
    [InlineData("ijklmnop abcdefgh", "[redacted:A] [redacted:C]")]
    [InlineData("ijklmnop\nabcdefgh", "[redacted:A]\n[redacted:C]")]
    public void A_mask_is_called_like_the_longest_value_that_begins_it(string output, string redacted) =>
        Equal(
            redacted,
            output,
            ("B", "abcdefghijkl"),
            ("A", "ijklmnopqrst"),
            ("A", "ijklmnop"),
            ("C", "abcdefgh"),
            // The same value once more: the name that comes first.
            ("D", "abcdefgh")
        );

    [Theory]
    // Its first piece ends at 256, its second one begins at 248, its last one at 261.
    [InlineData(246)]
    [InlineData(247)]
    [InlineData(248)]
    [InlineData(249)]
    [InlineData(250)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(262)]
    [InlineData(263)]
    public void A_long_value_that_is_wrapped_anywhere_shows_nothing(int wrap) =>
        Equal("[redacted:KEY]\n[redacted:KEY].", $"{_long[..wrap]}\n{_long[wrap..]}.", ("KEY", _long));

    [Fact]
    public void Of_a_long_value_a_piece_is_hidden_and_what_stands_beside_it_stays()
    {
        Equal("a[redacted:KEY]b", $"a{_long[248..504]}b", ("KEY", _long));
        Equal("a[redacted:KEY]b", $"a{Encode(_long)[248..504]}b", ("KEY", _long));
        Equal("a[redacted:KEY]b", $"a{Encode($"x{_long}")[250..506]}b", ("KEY", _long));
        // How it ends may be how many things end.
        Equal($"a{_long[^24..]}b", $"a{_long[^24..]}b", ("KEY", _long));
    }

    [Fact]
    public void A_value_with_a_colour_is_hidden_where_it_is_shown_without() =>
        Equal("[redacted:KEY].", "abcdefgh-ijkl.", ("KEY", "abc\u001b[31mdefgh-ijkl"));

    [Fact]
    public void What_is_written_after_the_end_is_a_stream_of_its_own()
    {
        ArrayBufferWriter<byte> redacted = new();
        var redactor = Known(("KEY", Value), ("OTHER", "another-value-9876543210")).Begin();
        foreach (
            var output in (string[])
                [Value[..9], $"{Value[9..]} {Value}", $"{Value}\u001b[", $"0{_coloured}", "another-value-9876543210"]
        )
        {
            redactor.Write(Encoding.UTF8.GetBytes(output), redacted);
            redactor.Complete(redacted);
            redacted.Write("|"u8);
        }

        Assert.Equal(
            $"{Value[..9]}|{Value[9..]} [redacted:KEY]|[redacted:KEY]\u001b[|0[redacted:KEY]|[redacted:OTHER]|",
            Encoding.UTF8.GetString(redacted.WrittenSpan)
        );
    }

    /// <summary>Whole and in pieces.</summary>
    static void Equal(string redacted, string output, params (string Name, string Value)[] values)
    {
        var known = Known(values is [] ? [("KEY", Value)] : values);
        foreach (var size in (int[])[int.MaxValue, 1, 2, 3, 7])
        {
            ArrayBufferWriter<byte> to = new();
            var redactor = known.Begin();
            foreach (var piece in Encoding.UTF8.GetBytes(output).Chunk(size))
                redactor.Write(piece, to);
            redactor.Complete(to);
            Assert.Equal((size, redacted), (size, Encoding.UTF8.GetString(to.WrittenSpan)));
        }
    }

    static KnownValues Known(params (string Name, string Value)[] values) =>
        new(values.Select(pair => (pair.Name, new Domain.Common.SecretText(pair.Value))));

    static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
