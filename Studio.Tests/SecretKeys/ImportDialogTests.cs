using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using Studio.Domain.SecretKeys;
using Studio.SecretKeys;

namespace Studio.Tests.SecretKeys;

/// <summary>A <c>.env</c> text, what it would change, and whether it may.</summary>
public sealed class ImportDialogTests : LibraryPageTest
{
    const string Stored = "stored-0123456789";
    const string Canary = "canary-0123456789";

    [Fact]
    public async Task What_would_change_is_told_by_names_and_nothing_is_done()
    {
        var dialog = await OpenAsync(("OLD", Stored), ("SAME", Stored), ("STAYS", Stored));

        Type(dialog, $"# new\nNEW={Canary}1\nOLD={Canary}2\nSAME={Stored}\nNEW={Canary}3\n");

        Assert.Equal("The import adds 1, changes 1.", Summary(dialog));
        Assert.Equal(["1 added NEW", "1 changed OLD", "1 unchanged SAME"], Parts(dialog)[..3]);
        Assert.Equal("1 duplicate NEW stands again in line 5: the last one counts.", Parts(dialog)[3]);
        Assert.Equal(4, Parts(dialog).Count);
        Assert.False(Import(dialog).HasAttribute("disabled"));
        Assert.DoesNotContain(Canary, dialog.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Stored, dialog.Markup, StringComparison.Ordinal);
        Assert.Equal(1, (await GetAsync(Library.Project, "weather")).Version);
    }

    [Fact]
    public async Task Replacing_tells_what_goes_and_merging_keeps_it()
    {
        var dialog = await OpenAsync(("OLD", Stored));
        Type(dialog, $"NEW={Canary}");
        Assert.DoesNotContain("OLD", dialog.Markup, StringComparison.Ordinal);

        dialog.FindAll("input[type=radio]")[1].Change(true);

        dialog.WaitForAssertion(() => Assert.Equal("1 removed OLD", Parts(dialog)[0]));
        Assert.Contains("tone-danger", dialog.Find(".part .chip").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_cannot_be_taken_has_its_number_and_keeps_everything_out()
    {
        var dialog = await OpenAsync();

        Type(dialog, $"A={Canary}\n\nno equals sign {Canary}\nB={Canary}");

        Assert.Equal("1 line cannot be taken. Correct it to import.", Summary(dialog));
        Assert.Equal("1 line Line 3: There is no = in this line.", Parts(dialog)[0]);
        Assert.True(Import(dialog).HasAttribute("disabled"));
        Assert.DoesNotContain(Canary, dialog.Markup, StringComparison.Ordinal);
        dialog.Find("form").Submit();
        Assert.Equal(1, (await GetAsync(Library.Project, "weather")).Version);
    }

    [Fact]
    public async Task Of_a_wrong_file_the_first_lines_are_shown_and_all_are_counted()
    {
        var dialog = await OpenAsync();

        Type(dialog, string.Concat(Enumerable.Repeat("no\n", 150)) + string.Concat(Enumerable.Repeat("A=1\n", 131)));

        Assert.Equal("150 lines cannot be taken. Correct them to import.", Summary(dialog));
        Assert.EndsWith("and 50 more", Parts(dialog)[0], StringComparison.Ordinal);
        Assert.EndsWith("and 30 more", Parts(dialog)[^1], StringComparison.Ordinal);
        Assert.Equal(203, dialog.FindAll(".part li").Count);
    }

    [Fact]
    public async Task What_comes_after_the_dialog_was_closed_is_dropped()
    {
        var dialog = await OpenAsync();
        dialog.Instance.Dispose();

        await dialog.Find("textarea").InputAsync($"A={Canary}");
        await dialog.FindAll("input[type=radio]")[1].ChangeAsync(true);

        Assert.Empty(dialog.FindAll(".part"));
    }

    [Fact]
    public async Task What_changes_nothing_cannot_be_imported()
    {
        var dialog = await OpenAsync(("A", Stored));

        Type(dialog, $"A={Stored}");

        Assert.Equal("Nothing would change.", Summary(dialog));
        Assert.True(Import(dialog).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_reserved_name_takes_a_tick_that_is_there_only_then()
    {
        var dialog = await OpenAsync();
        Type(dialog, $"A={Canary}");
        Assert.Empty(dialog.FindAll("input[type=checkbox]"));
        Type(dialog, $"A={Canary}\nPATH=/usr/bin:/bin");
        Assert.Contains("Line 2: This name changes how programs are found", Parts(dialog)[0], StringComparison.Ordinal);

        dialog.Find("input[type=checkbox]").Change(true);

        dialog.WaitForAssertion(() => Assert.False(Import(dialog).HasAttribute("disabled")));
        Assert.Single(dialog.FindAll("input[type=checkbox]"));
    }

    [Fact]
    public async Task Importing_makes_one_version_and_closes_with_what_was_done()
    {
        await GivenAsync(Library.Personal, "mine", ("OLD", Stored));
        var keys = await GetAsync(Library.Personal, "mine");
        var host = Render<RadzenDialog>();
        var dialogs = Services.GetRequiredService<DialogService>();
        Task<dynamic?>? closed = null;
        await host.InvokeAsync(() =>
        {
            closed = dialogs.OpenAsync<ImportDialog>(
                "Import",
                new() { [nameof(ImportDialog.Library)] = Library.Personal, [nameof(ImportDialog.Keys)] = keys }
            );
        });
        host.WaitForElement("form.import");
        Type(host, $"A=\"{Canary}\nof two lines\"\nOLD={Canary}");

        await host.Find("form.import").SubmitAsync();

        var done = Assert.IsType<SecretKeysDiff>(await closed!);
        Assert.Equal((2, "A", "OLD"), (done.Version, Assert.Single(done.Added), Assert.Single(done.Changed)));
        Assert.Equal(["A", "OLD"], (await GetAsync(Library.Personal, "mine")).Entries.Select(entry => entry.Name));
        Assert.DoesNotContain(Canary, host.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_imports_after_somebody_else_saved_is_told_what_and_checks_again()
    {
        var dialog = await OpenAsync(("A", Stored));
        Type(dialog, $"A={Canary}");
        await SetAsync(Library.Project, "weather", "B", Stored);

        await dialog.Find("form").SubmitAsync();

        var refusal = dialog.Find("[role=alert]");
        Assert.Contains("saved version 2 in the meantime and changed B.", Words(refusal), StringComparison.Ordinal);
        Assert.True(Import(dialog).HasAttribute("disabled"));
        Assert.Equal(2, (await GetAsync(Library.Project, "weather")).Version);
        await refusal.QuerySelector("button")!.ClickAsync(new());
        Assert.Empty(dialog.FindAll("[role=alert]"));
        Assert.Equal(["1 changed A"], Parts(dialog));
        await dialog.Find("form").SubmitAsync();
        Assert.Equal(3, (await GetAsync(Library.Project, "weather")).Version);
    }

    [Fact]
    public async Task What_is_typed_after_a_check_is_checked_before_it_is_imported()
    {
        var dialog = await OpenAsync();
        Type(dialog, $"A={Canary}");

        dialog.Find("textarea").Input($"A={Canary}\nB");

        Assert.Equal("true", dialog.Find("[aria-busy]").GetAttribute("aria-busy"));
        await dialog.Find("form").SubmitAsync();
        Assert.Equal(1, (await GetAsync(Library.Project, "weather")).Version);
        Time.Advance(ImportDialog.TypingPause);
        dialog.WaitForAssertion(() => Assert.Contains("Line 2", Parts(dialog)[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_read_and_can_be_taken_away_again()
    {
        var dialog = await OpenAsync();
        Type(dialog, "A");

        Choose(dialog, [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes($"FROM_FILE={Canary}\r\n")]);

        Assert.Equal(["1 added FROM_FILE"], Parts(dialog));
        Assert.Contains("keys.env", dialog.Find(".chosen").TextContent, StringComparison.Ordinal);
        dialog.Find(".chosen button").Click();
        Pause(dialog);
        Assert.Equal("1 line Line 1: There is no = in this line.", Parts(dialog)[0]);
    }

    public static TheoryData<byte[], string> BadFiles =>
        new()
        {
            { [0xFF, 0xFE, (byte)'A', 0, (byte)'=', 0], "no UTF-8 text" },
            { new byte[DotenvField.MaxFile + 1], "larger than 2 MiB" },
        };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_cannot_be_taken_says_why(byte[] bytes, string why)
    {
        var dialog = await OpenAsync();
        Type(dialog, $"A={Canary}");

        Choose(dialog, bytes);

        Assert.Contains(why, dialog.Find(".error").TextContent, StringComparison.Ordinal);
        Assert.True(Import(dialog).HasAttribute("disabled"));
        Assert.Empty(dialog.FindAll(".part"));
    }

    [Fact]
    public async Task A_text_that_the_browser_cut_off_is_not_taken()
    {
        var dialog = await OpenAsync();

        Type(dialog, $"A={new string('x', DotenvField.MaxTyped - 2)}");

        Assert.Contains("cut off", dialog.Find(".error").TextContent, StringComparison.Ordinal);
        Assert.True(Import(dialog).HasAttribute("disabled"));
    }

    async Task<IRenderedComponent<ImportDialog>> OpenAsync(params (string, string)[] entries)
    {
        var keys = await GivenAsync(Library.Project, "weather", entries);
        return Render<ImportDialog>(with => with.Add(it => it.Library, Library.Project).Add(it => it.Keys, keys));
    }

    void Type<T>(IRenderedComponent<T> dialog, string text)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        dialog.Find("textarea").Input(text);
        Pause(dialog);
    }

    void Choose(IRenderedComponent<ImportDialog> dialog, byte[] bytes)
    {
        var input = dialog.FindComponent<InputFile>();
        // It waits until everything is done that follows from the choice, and that takes the pause below.
        _ = Task.Run(() => input.UploadFiles(InputFileContent.CreateFromBinary(bytes, "keys.env")));
        dialog.WaitForElement(".chosen, .error");
        Pause(dialog);
    }

    void Pause<T>(IRenderedComponent<T> dialog)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        Time.Advance(ImportDialog.TypingPause);
        dialog.WaitForState(() => dialog.Find("[aria-busy]").GetAttribute("aria-busy") == "false");
    }

    static IElement Import(IRenderedComponent<ImportDialog> dialog) => dialog.Find("button[type=submit]");

    static string Summary(IRenderedComponent<ImportDialog> dialog) => Words(dialog.Find("p[role=status]"));

    /// <summary>Chip and content of each part, with one blank between the words, without icons.</summary>
    static List<string> Parts(IRenderedComponent<ImportDialog> dialog) =>
        [.. dialog.FindAll(".part").Select(part => Words(WithoutIcons(part)))];

    static IElement WithoutIcons(IElement part)
    {
        var copy = (IElement)part.Clone();
        foreach (var icon in copy.QuerySelectorAll(".icon"))
            icon.Remove();
        return copy;
    }
}
