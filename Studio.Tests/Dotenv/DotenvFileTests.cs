using System.Text;
using Studio.Domain.Common;
using Studio.Domain.Dotenv;

namespace Studio.Tests.Dotenv;

/// <summary>The rules of <c>docs/dotenv.md</c>, a row each.</summary>
public sealed class DotenvFileTests
{
    /// <summary>Text, and what is read: <c>NAME=value</c> each, in order.</summary>
    public static TheoryData<string, string[]> Read =>
        new()
        {
            { "", [] },
            { "\n\n  \n\t\n", [] },
            { "# only a comment", [] },
            { "   # indented comment\nA=1", ["A=1"] },
            { "A=1", ["A=1"] },
            { "A=1\n", ["A=1"] },
            { "A=1\nB=2", ["A=1", "B=2"] },
            { "A=1\r\nB=2\r\n", ["A=1", "B=2"] },
            { "A=1\rB=2", ["A=1", "B=2"] },
            { "\uFEFFA=1", ["A=1"] },
            { "  A=1", ["A=1"] },
            { "\tA=1", ["A=1"] },
            { "A =1", ["A=1"] },
            { "A= 1", ["A=1"] },
            { "A = 1", ["A=1"] },
            { "A=1   ", ["A=1"] },
            { "A=1\t", ["A=1"] },
            { "A=a b c", ["A=a b c"] },
            { "A=a=b=c", ["A=a=b=c"] },
            { "A=====", ["A====="] },
            { "A=dGVzdA==", ["A=dGVzdA=="] },
            { "A=https://u:p@host/p?q=1&r=2#frag", ["A=https://u:p@host/p?q=1&r=2#frag"] },
            { "A=pass#word", ["A=pass#word"] },
            { "A=#word", ["A=#word"] },
            { "A=1 # one", ["A=1"] },
            { "A=1\t# one", ["A=1"] },
            { "A= # nothing", ["A="] },
            { "A=", ["A="] },
            { "A=''", ["A="] },
            { "A=\"\"", ["A="] },
            { "export A=1", ["A=1"] },
            { "export\tA=1", ["A=1"] },
            { "  export   A=1", ["A=1"] },
            { "export A='1'", ["A=1"] },
            { "exported=1", ["exported=1"] },
            { "export=1", ["export=1"] },
            { "A='single'", ["A=single"] },
            { "A='a\"b'", ["A=a\"b"] },
            { "A='no \\n escape'", ["A=no \\n escape"] },
            { "A='# no comment'", ["A=# no comment"] },
            { "A='  kept  '", ["A=  kept  "] },
            { "A='1' # one", ["A=1"] },
            { "A='1'# one", ["A=1"] },
            { "A=\"double\"", ["A=double"] },
            { "A=\"a'b\"", ["A=a'b"] },
            { "A=\"a\\\"b\"", ["A=a\"b"] },
            { "A=\"a\\\\b\"", ["A=a\\b"] },
            { "A=\"a\\nb\"", ["A=a\nb"] },
            { "A=\"a\\rb\"", ["A=a\rb"] },
            { "A=\"a\\tb\"", ["A=a\tb"] },
            { "A=\"a\\$b\"", ["A=a$b"] },
            { "A=\"a\\`b\"", ["A=a`b"] },
            { "A=\"a\\d+\"", ["A=a\\d+"] },
            { "A=\"# no comment\"", ["A=# no comment"] },
            { "A=\"1\"   # one", ["A=1"] },
            { "A=`a'b\"c`", ["A=a'b\"c"] },
            { "A=\"one\ntwo\nthree\"\nB=2", ["A=one\ntwo\nthree", "B=2"] },
            { "A='one\ntwo'\nB=2", ["A=one\ntwo", "B=2"] },
            { "A=\"one\r\ntwo\"\r\nB=2", ["A=one\ntwo", "B=2"] },
            { "A=\"one\n# no comment\nB=no entry\"\nC=3", ["A=one\n# no comment\nB=no entry", "C=3"] },
            { "A=-----BEGIN KEY-----\\nabc", ["A=-----BEGIN KEY-----\\nabc"] },
            { "A=$B", ["A=$B"] },
            { "A=${B:-x}", ["A=${B:-x}"] },
            { "A=\"$B\"", ["A=$B"] },
            { "A=$(whoami)", ["A=$(whoami)"] },
            { "A=it's", ["A=it's"] },
            { "A=a\"b\"c", ["A=a\"b\"c"] },
            { "A=ключ ✓ 🔑", ["A=ключ ✓ 🔑"] },
            { "_A1=x", ["_A1=x"] },
            { "a=lower", ["a=lower"] },
            { "A=\u00A01", ["A=1"] },
            { "A=1\nA=2", ["A=2"] },
            { "A=1\nB=x\nA=2", ["A=2", "B=x"] },
        };

    /// <summary>Text, and the lines that say nothing; what else is read stays.</summary>
    public static TheoryData<string, int[], string[]> Broken =>
        new()
        {
            { "A", [1], [] },
            { "A=1\nnonsense\nB=2", [2], ["A=1", "B=2"] },
            { "export A", [1], [] },
            { "=1", [1], [] },
            { "1A=x", [1], [] },
            { "A-B=x", [1], [] },
            { "A.B=x", [1], [] },
            { "A B=x", [1], [] },
            { "É=x", [1], [] },
            { "A: 1", [1], [] },
            { "A='1", [1], [] },
            { "A=\"1\nB=2", [1], ["B=2"] },
            { "A='1' 2", [1], [] },
            { "A=\"1\"2\nB=2", [1], ["B=2"] },
            { "A=\"1\\", [1], [] },
            { "ok=1\n\n# note\nbad line\n\nalso bad", [4, 6], ["ok=1"] },
            { "A=\"one\ntwo\"\nbad", [3], ["A=one\ntwo"] },
            { "A=\"one\\\ntwo\"\nbad", [3], ["A=one\\\ntwo"] },
        };

    [Theory]
    [MemberData(nameof(Read))]
    public void A_text_is_read_by_the_rules(string text, string[] entries)
    {
        var file = DotenvFile.Parse(new SecretText(text));
        Assert.Equal(entries, file.Entries.Select(entry => $"{entry.Name}={entry.Value.Reveal()}"));
        Assert.Empty(file.Invalid);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_line_is_told_by_its_number_and_takes_nothing_else_with_it(
        string text,
        int[] lines,
        string[] entries
    )
    {
        var file = DotenvFile.Parse(new SecretText(text));
        Assert.Equal(lines, file.Invalid.Select(error => error.Line));
        Assert.Equal(entries, file.Entries.Select(entry => $"{entry.Name}={entry.Value.Reveal()}"));
    }

    [Fact]
    public void There_are_at_least_sixty_rows() => Assert.True(Read.Count + Broken.Count >= 60);

    [Fact]
    public void A_name_that_stands_again_is_told_with_its_line()
    {
        var file = DotenvFile.Parse(new SecretText("A=1\nB=2\n\nA=3\nA=4"));
        Assert.Equal([new("A", 4), new("A", 5)], file.Duplicates);
        Assert.Equal([5, 2], file.Entries.Select(entry => entry.Line));
    }

    [Fact]
    public void No_reason_quotes_what_may_be_a_value()
    {
        const string Canary = "s3cret-canary";
        foreach (var text in new[] { Canary, $"1{Canary}=x", $"A='{Canary}", $"A='x' {Canary}", $"{Canary} B=1" })
            Assert.All(
                DotenvFile.Parse(new SecretText(text)).Invalid,
                error => Assert.DoesNotContain("canary", error.Reason, StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Any_value_comes_back_from_between_double_quotes()
    {
        var random = new Random(20261127);
        for (var round = 0; round < 2_000; round++)
        {
            var value = Garbage(random, "ab \\\"'`$#=\n\t{}é🔑");
            var escaped = value
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal);
            var file = DotenvFile.Parse(new SecretText($"A=\"{escaped}\"\nB=1"));
            Assert.Equal(["A", "B"], file.Entries.Select(entry => entry.Name));
            Assert.Equal(value, file.Entries[0].Value.Reveal());
        }
    }

    [Fact]
    public void No_text_is_too_strange()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 5_000; round++)
        {
            var text = Garbage(random, "AB=1 #'\"`\\\n\r\t\0\uFEFFexport");
            var file = DotenvFile.Parse(new SecretText(text));
            var lines = 1 + text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Count(character => character == '\n');
            Assert.All(file.Entries, entry => Assert.Null(Names.CheckEntry(entry.Name)));
            Assert.All(file.Invalid, error => Assert.InRange(error.Line, 1, lines));
            Assert.Equal(file.Entries.Count, file.Entries.DistinctBy(entry => entry.Name).Count());
        }
    }

    [Fact]
    public void A_quote_that_is_closed_by_the_next_line_costs_that_line_only_its_own()
    {
        var text = new StringBuilder().Insert(0, "A=`x\n", 20_000).Append("B=1");
        var file = DotenvFile.Parse(new SecretText($"{text}"));
        Assert.Equal(20_000, file.Invalid.Count);
        Assert.Equal(["B"], file.Entries.Select(entry => entry.Name));
    }

    static string Garbage(Random random, string of)
    {
        var runes = of.EnumerateRunes().ToArray();
        return string.Concat(
            Enumerable.Range(0, random.Next(40)).Select(_ => runes[random.Next(runes.Length)].ToString())
        );
    }
}
