using Bunit;
using Studio.Components;
using Studio.Domain.Common;
using Studio.SecretKeys;
using Studio.Tests.Components;

namespace Studio.Tests.SecretKeys;

public class EntryRowsTests : ComponentTest
{
    readonly List<EntryDraft> _rows = [new()];

    [Fact]
    public void Pasted_lines_become_rows()
    {
        var editor = RenderRows();

        editor.Find("textarea.name").Input("# weather\nAPI_KEY=a=b\n\nexport URL='https://x.example'\r\nEMPTY=");

        Assert.Equal(
            [("API_KEY", "a=b"), ("URL", "https://x.example"), ("EMPTY", "")],
            _rows.Select(row => (row.Name, row.Value))
        );
        Assert.Equal(3, editor.FindAll("[role=group]").Count);
    }

    [Fact]
    public void Pasting_keeps_the_rows_that_were_there()
    {
        _rows[0].Name = "A";
        _rows.Add(new() { Name = "LAST", Value = "stays" });
        var editor = RenderRows();

        editor.Find("textarea.name").Input("A=1\nB=2");

        Assert.Equal(["A", "B", "LAST"], _rows.Select(row => row.Name));
    }

    [Fact]
    public void Enter_in_a_name_adds_the_next_row()
    {
        _rows[0].Name = "API_KEY";
        var editor = RenderRows();

        editor.Find("textarea.name").Input("API_KEY\n");

        Assert.Equal(["API_KEY", ""], _rows.Select(row => row.Name));
    }

    [Fact]
    public void There_is_always_a_row_to_type_in()
    {
        _rows[0].Name = "ONLY";
        var editor = RenderRows();

        editor.Find("[aria-label='Remove entry 1']").Click();

        Assert.True(Assert.Single(_rows).IsEmpty);
    }

    [Fact]
    public void A_value_that_cannot_be_hidden_in_logs_and_a_reserved_name_are_pointed_out()
    {
        (_rows[0].Name, _rows[0].Value) = ("PATH", "short");
        var editor = RenderRows();

        Assert.Contains("cannot be hidden in logs", editor.Markup, StringComparison.Ordinal);
        editor.Find("input[type=checkbox]").Change(true);
        Assert.True(_rows[0].ToInput().AllowReserved);
    }

    [Fact]
    public void An_error_stands_in_its_row()
    {
        _rows.Add(new() { Name = "1X" });
        var problem = new Invalid("entries[1].name", "Do not begin with a digit.");

        var editor = RenderRows(FormErrors.Of(problem, "entries[].name"));

        var rows = editor.FindAll("[role=group]");
        Assert.DoesNotContain("digit", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("digit", rows[1].TextContent, StringComparison.Ordinal);
    }

    IRenderedComponent<EntryRows> RenderRows(FormErrors? errors = null) =>
        Render<EntryRows>(with => with.Add(it => it.Rows, _rows).Add(it => it.Errors, errors ?? FormErrors.None));
}
