using Studio.Logs;

namespace Studio.Tests.Logs;

public sealed class AnsiTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[31mred\u001b[0m plain", "<ansi-1>red</> plain")]
    [InlineData("\u001b[1;33mwarn\u001b[22mless\u001b[mplain", "<ansi-3 ansi-bold>warn</><ansi-3>less</>plain")]
    [InlineData("\u001b[91;44ma\u001b[39mb\u001b[49mc", "<ansi-9 ansi-on-4>a</><ansi-on-4>b</>c")]
    [InlineData("\u001b[31;102ma\u001b[2Kb\u001b[1;2;22mc", "<ansi-1 ansi-on-10>abc</>")]
    [InlineData("\u001b[2;3;4ma\u001b[23;24mb", "<ansi-dim ansi-italic ansi-underline>a</><ansi-dim>b</>")]
    [InlineData("\u001b[7;32ma\u001b[27mb", "<ansi-0 ansi-on-2>a</><ansi-2>b</>")]
    // 256 colours and all colours: the nearest of sixteen.
    [InlineData(
        "\u001b[38;5;9ma\u001b[38;5;196mb\u001b[38;5;244mc\u001b[48;5;21md",
        "<ansi-9>ab</><ansi-8>c</><ansi-8 ansi-on-4>d</>"
    )]
    [InlineData("\u001b[38;2;250;10;10ma\u001b[38:2:0:250:0mb", "<ansi-9>a</><ansi-10>b</>")]
    [InlineData("\u001b[38ma\u001b[38;5mb\u001b[999;;mc", "a<ansi-0>b</>c")]
    // What is no colour does nothing, and shows nothing.
    [InlineData("a\u001b[2Kb\u001b[10;20Hc\u001b(Bd\u001b=e\u001b7f", "abcdef")]
    [InlineData("a\u001b]0;title\ab\u001b]52;c;aGk=\u001b\\c\u001bPdata\u001b\\d", "abcd")]
    [InlineData("cut\u001b", "cut")]
    [InlineData("cut\u001b[3", "cut")]
    [InlineData("cut\u001b]0;open", "cut")]
    [InlineData("a\tb\0c\u007f\bd\re", "a\tb␀c␡␈d␍e")]
    [InlineData("one\r\n\u001b[31mtwo\nthree\r", "one\n<ansi-1>two\nthree␍</>")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public void A_line_is_text_and_colours(string line, string runs) =>
        Assert.Equal(
            runs,
            string.Concat(
                Merge(AnsiText.Parse(line)).Select(run => run.Class is null ? run.Text : $"<{run.Class}>{run.Text}</>")
            )
        );

    [Theory]
    [InlineData("find me", "ME", "find |me|")]
    [InlineData("aXbxc", "x", "a|X|b|x|c")]
    [InlineData("fi\u001b[31mnd\u001b[0m it", "find", "|fi||nd| it")]
    [InlineData("nothing", "else", "nothing")]
    [InlineData("nothing", null, "nothing")]
    public void What_was_searched_for_stands_out_over_colours_too(string line, string? search, string runs) =>
        Assert.Equal(
            runs,
            string.Concat(LogRun.Of(line, search).Select(run => run.IsHit ? $"|{run.Text}|" : run.Text))
        );

    /// <summary>Two runs that look alike are one for the eye.</summary>
    static IEnumerable<AnsiRun> Merge(IEnumerable<AnsiRun> runs)
    {
        AnsiRun? open = null;
        foreach (var run in runs)
        {
            if (open is { } before && before.Class == run.Class)
                open = new(before.Text + run.Text, run.Class);
            else
            {
                if (open is { } whole)
                    yield return whole;
                open = run;
            }
        }

        if (open is { } last)
            yield return last;
    }
}
