using Studio.Domain.Common;
using Studio.Domain.Redaction;

namespace Studio.Tests.Redaction;

public sealed class KnownValuesTests
{
    [Theory]
    [InlineData("12345678")]
    // Seven characters, thirteen bytes: nobody is warned of it where it is set.
    [InlineData("пароль1")]
    public void What_has_eight_bytes_is_hidden(string value) =>
        Assert.Equal("it is [redacted:KEY].", $"{Known(value).Redact($"it is {value}.")}");

    [Theory]
    [InlineData("1234567")]
    [InlineData("ключ")]
    public void What_is_too_short_to_be_hidden_is_what_people_are_warned_of(string value)
    {
        var hidden = !$"{Known(value).Redact(value)}".Contains(value, StringComparison.Ordinal);
        Assert.Equal(KnownValues.IsTooShort(System.Text.Encoding.UTF8.GetByteCount(value)), !hidden);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("…")]
    [InlineData("\uFFFD...")]
    public void The_beginning_of_a_value_is_hidden_where_the_text_was_cut(string mark)
    {
        var text = $"{Known("s3cret-value-0123456789").Redact($"url s3cret-value{mark}")}";
        Assert.Equal($"url [redacted:KEY]{mark.TrimStart('\uFFFD')}", text);
    }

    [Theory]
    [InlineData("s3cret-", "s3cret-")]
    [InlineData("s3cret-v", "[redacted:KEY]")]
    public void Of_a_cut_value_eight_bytes_are_hidden_and_seven_are_too_few(string beginning, string redacted) =>
        Assert.Equal($"url {redacted}...", $"{Known("s3cret-value-0123456789").Redact($"url {beginning}...")}");

    [Fact]
    public void A_line_of_a_file_is_found_without_what_it_is_indented_by()
    {
        var known = Known("{\n    \"private\": \"s3cret-value\"  \n}");
        Assert.Equal("[redacted:KEY],", $"{known.Redact("\"private\": \"s3cret-value\",")}");
    }

    [Fact]
    public void A_file_that_ends_with_a_line_end_is_found_without_it()
    {
        const string Value = "s3cret-value-0123456789";
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Value));
        Assert.Equal("<[redacted:KEY]=>", $"{Known($"{Value}\r\n").Redact($"<{encoded}>")}");
    }

    [Fact]
    public void Text_that_was_not_cut_keeps_what_a_value_begins_with() =>
        Assert.Equal("at postgres://", $"{Known("postgres://user:password@host").Redact("at postgres://")}");

    [Fact]
    public void Text_is_cut_after_it_was_redacted_and_never_within_a_character()
    {
        var known = Known("s3cret-value-0123456789");
        Assert.Equal("[redact…", $"{known.Redact("s3cret-value-0123456789").Shortened(7)}");
        Assert.Equal("ab…", $"{known.Redact("ab😀").Shortened(3)}");
        Assert.Equal("ab😀", $"{known.Redact("ab😀").Shortened(4)}");
    }

    static KnownValues Known(string value) => new([("KEY", new SecretText(value))]);
}
