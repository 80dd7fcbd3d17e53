using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using Studio.SecretKeys;

namespace Studio.Tests.SecretKeys;

/// <summary>The form of new secret keys: from a preset, from a <c>.env</c> text, and in which library.</summary>
public sealed class PresetFormTests : LibraryPageTest
{
    [Fact]
    public void A_preset_in_the_address_gives_the_names_and_what_values_look_like()
    {
        var page = Open("aws");

        Assert.Equal("aws", Choice(page).GetAttribute("value"));
        Assert.Equal(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], Labels(page));
        Assert.Empty(page.FindAll("textarea.name"));
        Assert.Contains("Begins with AKIA or ASIA, as a rule.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_that_is_no_preset_is_none()
    {
        var page = Open("nothing");

        Assert.Equal("", Choice(page).GetAttribute("value") ?? "");
        Assert.Single(page.FindAll("textarea.name"));
    }

    [Fact]
    public void A_value_that_does_not_look_like_it_is_pointed_out_and_saved_all_the_same()
    {
        var page = Open("openai");
        Assert.Empty(page.FindAll(".doubt"));

        page.Find("textarea.secret").Change("no-sk-0123456789");
        Assert.Single(page.FindAll(".doubt"));
        page.Find("form").Submit();

        page.WaitForState(() => Navigation.Uri.EndsWith("/secrets/keys/openai", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_personal_collection_is_made_for_its_owner_alone()
    {
        Navigation.NavigateTo("/secrets/personal/new?preset=openai");
        var page = Render<NewPersonalSecretKeysPage>();
        page.Find("textarea.secret").Change("sk-0123456789abcdef");
        page.Find("input[placeholder=weather]").Change("mine");

        page.Find("form").Submit();

        page.WaitForState(() => Navigation.Uri.EndsWith("/secrets/personal/mine", StringComparison.Ordinal));
        Assert.Equal("openai", (await GetAsync(Library.Personal, "mine")).Preset);
    }

    [Fact]
    public void A_value_that_is_missing_is_asked_for_beside_its_name()
    {
        var page = Open("aws");
        page.FindAll("textarea.secret")[0].Change("AKIA0123456789");

        page.Find("form").Submit();

        var fields = page.FindComponents<PresetRows>()[0].FindAll(".field");
        Assert.Null(fields[0].QuerySelector(".error"));
        Assert.Contains("A value is needed.", fields[1].QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_is_there_again_after_a_look_at_a_preset_and_gets_under_no_other_name()
    {
        var page = Open(null);
        page.Find("textarea.name").Input("OPENAI_API_KEY");
        page.Find("textarea.secret").Change("sk-0123456789abcdef");

        Choice(page).Change("anthropic");
        Assert.True(string.IsNullOrEmpty(page.Find("textarea.secret").GetAttribute("value")));
        Choice(page).Change("openai");
        Assert.Equal("sk-0123456789abcdef", page.Find("textarea.secret").GetAttribute("value"));
        Choice(page).Change("");

        Assert.Equal("OPENAI_API_KEY", page.Find("textarea.name").GetAttribute("value"));
    }

    [Fact]
    public void A_name_that_was_typed_stays_when_a_preset_is_chosen()
    {
        var page = Open("openai");
        Assert.Equal("openai", Name(page));
        Choice(page).Change("npm");
        Assert.Equal("npm", Name(page));
        page.Find("input[placeholder=weather]").Change("mine");

        Choice(page).Change("openai");

        Assert.Equal("mine", Name(page));
    }

    [Fact]
    public void Too_many_entries_are_said_where_they_are()
    {
        var page = Open(null);
        page.Find("input[placeholder=weather]").Change("many");
        page.Find("textarea.name")
            .Input(string.Join('\n', Enumerable.Range(0, 501).Select(index => $"A{index}=0123456789abcdef")));

        page.Find("form").Submit();

        var section = page.Find("section[aria-labelledby=entries]");
        Assert.Contains("at most 500 entries", Words(section.QuerySelector("[role=alert]")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pasted_text_fills_rows_and_keeps_those_that_were_there()
    {
        var host = Render<RadzenDialog>();
        var page = Open(null);
        page.Find("textarea.name").Input("A");
        page.Find("textarea.secret").Change("old");
        var pasting = page.InvokeAsync(() => PasteButton(page).ClickAsync(new()));
        host.WaitForElement("form");

        host.Find("form textarea").Input("B=\"1\n2\"\nA=new\nNO-NAME=3\n");
        Assert.Contains("3 entries.", host.Find("form").TextContent, StringComparison.Ordinal);
        await host.Find("form").SubmitAsync();
        await pasting;

        var rows = page.FindComponent<EntryRows>().Instance.Rows;
        Assert.Equal([("A", "new"), ("B", "1\n2"), ("NO-NAME", "3")], rows.Select(row => (row.Name, row.Value)));
    }

    IRenderedComponent<NewSecretKeysPage> Open(string? preset)
    {
        Navigation.NavigateTo($"/secrets/keys/new{(preset is null ? "" : $"?preset={preset}")}");
        return Render<NewSecretKeysPage>();
    }

    static IElement Choice(IRenderedComponent<NewSecretKeysPage> page) => page.Find("select");

    static string? Name(IRenderedComponent<NewSecretKeysPage> page) =>
        page.Find("input[placeholder=weather]").GetAttribute("value");

    static IElement PasteButton(IRenderedComponent<NewSecretKeysPage> page) =>
        page.FindAll("button").Single(button => button.TextContent.Contains("Paste", StringComparison.Ordinal));

    static IEnumerable<string> Labels(IRenderedComponent<NewSecretKeysPage> page) =>
        page.FindComponents<PresetRows>()[0].FindAll("label").Select(label => label.TextContent.Trim());
}
