using Studio.SecretKeys;

namespace Studio.Tests.SecretKeys;

/// <summary>What becomes of a <c>.env</c> text that is pasted into a form.</summary>
public class EntryDraftTests
{
    [Fact]
    public void Comments_go_and_quotes_hold_values_over_several_lines()
    {
        var rows = Read("\uFEFF# keys\r\nexport A=\"one\r\ntwo\\tthree\" # of two\r\nB='$c' \r\nC = d#e # f\r\n");

        Assert.Equal([("A", "one\ntwo\tthree"), ("B", "$c"), ("C", "d#e")], rows);
    }

    [Fact]
    public void Of_a_name_that_stands_there_twice_the_last_value_counts() =>
        Assert.Equal([("B", "2"), ("A", "3")], Read("A=1\nB=2\nA=3"));

    [Theory]
    [InlineData("MY-KEY = 1", "MY-KEY", "1")]
    [InlineData("export MY-KEY='1'", "MY-KEY", "'1'")]
    [InlineData("B=\"never closed", "B", "\"never closed")]
    [InlineData("B='x' y", "B", "'x' y")]
    [InlineData("B", "B", "")]
    public void A_line_that_cannot_be_read_stays_as_it_stands_in_its_place(string line, string name, string value) =>
        Assert.Equal([("A", "1"), (name, value), ("C", "3")], Read($"A=1\r\n{line}\rC=3"));

    [Fact]
    public void What_is_no_name_is_hidden_as_a_value_is() =>
        Assert.Equal([("KEY", "-----BEGIN"), ("", "MIIE+/x")], Read("KEY=-----BEGIN\nMIIE+/x"));

    [Theory]
    [InlineData("MIIE+/xQ==")]
    [InlineData("x/y=z")]
    [InlineData("=z")]
    [InlineData("two words = z")]
    public void What_stands_before_an_equals_sign_and_is_no_attempt_at_a_name_is_hidden_too(string line) =>
        Assert.Equal([("KEY", "-----BEGIN"), ("", line)], Read($"KEY=-----BEGIN\n{line}"));

    static IEnumerable<(string, string)> Read(string text) =>
        EntryDraft.Read(text).Select(row => (row.Name, row.Value));
}
