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

    [Fact]
    public void What_is_pasted_goes_below_the_row_and_names_that_stand_there_get_the_new_value()
    {
        EntryDraft[] there = [new() { Name = "A", Value = "1" }, new(), new() { Name = "Z", Value = "9" }];
        List<EntryDraft> rows = [.. there];

        EntryDraft.Fill(rows, there[1], EntryDraft.Read("B=2\nZ=8\nno-name=3\nC=4\nno-name=5"));

        Assert.Equal(
            [("A", "1"), ("B", "2"), ("no-name", "5"), ("C", "4"), ("Z", "8")],
            rows.Select(row => (row.Name, row.Value))
        );
    }

    [Fact(Timeout = 5_000)]
    public async Task Very_many_rows_are_filled_in_time_that_grows_with_their_number()
    {
        List<EntryDraft> rows = [new()];
        var read = Enumerable.Range(0, 150_000).Select(number => new EntryDraft { Name = $"A{number}", Value = "1" });
        // Away from the test's own thread: what takes its time there could not be ended.
        await Task.Run(() => EntryDraft.Fill(rows, rows[0], read), TestContext.Current.CancellationToken);
        Assert.Equal(150_000, rows.Count);
    }

    static IEnumerable<(string, string)> Read(string text) =>
        EntryDraft.Read(text).Select(row => (row.Name, row.Value));
}
