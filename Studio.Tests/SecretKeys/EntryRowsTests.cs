using Bunit;
using Microsoft.AspNetCore.Components;
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
    public void A_pasted_name_that_is_there_gets_the_new_value()
    {
        _rows[0].Value = "typed before its name";
        _rows.Add(new() { Name = "B", Value = "old" });
        var editor = RenderRows();

        // Some browsers tell of one paste several times.
        editor.Find("textarea.name").Input("A=1\nB=2\nC=3");
        editor.Find("textarea.name").Input("A=1\nB=2\nC=3");

        Assert.Equal(
            [("", "typed before its name"), ("A", "1"), ("C", "3"), ("B", "2")],
            _rows.Select(row => (row.Name, row.Value))
        );
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

    [Fact]
    public void A_name_with_an_equals_sign_that_is_typed_is_no_paste()
    {
        _rows[0].Name = "API";
        var editor = RenderRows();

        editor.Find("textarea.name").Input("API=");

        Assert.Equal(("API=", ""), (_rows[0].Name, _rows[0].Value));
    }

    [Fact]
    public void Pasting_nothing_but_comments_changes_nothing()
    {
        _rows[0].Name = "A";
        var editor = RenderRows();

        editor.Find("textarea.name").Input("# A=1\n# B=2\n");

        Assert.Equal(["A"], _rows.Select(row => row.Name));
    }

    [Fact]
    public void A_row_that_Enter_adds_comes_next_and_is_typed_in()
    {
        _rows[0].Name = "A";
        _rows.Add(new() { Name = "LAST" });
        var editor = RenderRows();

        editor.Find("textarea.name").Input("A\n");

        Assert.Equal(["A", "", "LAST"], _rows.Select(row => row.Name));
        JSInterop.VerifyFocusAsyncInvoke();
    }

    [Fact]
    public void An_error_stays_with_its_row_when_an_earlier_one_is_removed()
    {
        _rows[0].Name = "FIRST";
        _rows.AddRange([new() { Name = "1X" }, new() { Name = "LAST" }]);
        var errors = FormErrors.Of(new Invalid("entries[1].name", "Do not begin with a digit."), "entries[].name");
        RenderTree.Add<CascadingValue<FormErrors>>(with => with.Add(it => it.Value, errors));
        var editor = RenderRows(errors);

        editor.Find("[aria-label='Remove entry 1']").Click();

        var rows = editor.FindAll("[role=group]");
        Assert.Contains("digit", rows[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("digit", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Saying_yes_to_a_reserved_name_takes_its_error_away()
    {
        _rows[0].Name = "PATH";
        var errors = FormErrors.Of(new Invalid("entries[0].name", "Reserved."), "entries[].name");
        RenderTree.Add<CascadingValue<FormErrors>>(with => with.Add(it => it.Value, errors));
        var editor = RenderRows(errors);
        Assert.Contains("Tick the box", editor.Find(".error").TextContent, StringComparison.Ordinal);

        // What a browser sends for a tick.
        editor.Find("input[type=checkbox]").Input(true);

        Assert.Empty(editor.FindAll(".error"));
    }

    IRenderedComponent<EntryRows> RenderRows(FormErrors? errors = null) =>
        Render<EntryRows>(with => with.Add(it => it.Rows, _rows).Add(it => it.Errors, errors ?? FormErrors.None));
}
