using Bunit;
using Studio.SecretKeys;

namespace Studio.Tests.SecretKeys;

/// <summary>The lists of what a project and a person have, and of what there is to begin with.</summary>
public sealed class LibraryPagesTests : LibraryPageTest
{
    [Fact]
    public async Task Each_list_has_the_collections_of_its_own_library()
    {
        await GivenAsync(Library.Project, "theirs", ("A", "x"));
        await GivenAsync(Library.Personal, "mine", ("A", "x"));

        var project = Render<SecretKeysPage>();
        var personal = Render<PersonalSecretKeysPage>();

        Assert.Equal(["/secrets/keys/theirs"], Links(project));
        Assert.Equal(["/secrets/personal/mine"], Links(personal));
        Assert.Contains("In use", project.Find("thead").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("In use", personal.Find("thead").TextContent, StringComparison.Ordinal);
        Assert.Contains("Only you see these.", personal.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_yet_the_button_makes_it_in_that_library()
    {
        var personal = Render<PersonalSecretKeysPage>();

        Assert.Equal("/secrets/personal/new", personal.Find(".empty a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task A_preset_is_stored_where_all_of_its_variables_are()
    {
        await GivenAsync(Library.Project, "aws", ("AWS_ACCESS_KEY_ID", "AKIA"));
        await GivenAsync(Library.Project, "openai", ("OPENAI_API_KEY", "sk-1"));
        await GivenAsync(Library.Personal, "npm", ("NPM_TOKEN", "npm_1"));

        var page = Render<PresetsPage>();

        Assert.Equal(("–", "–"), Stored(page, "AWS"));
        Assert.Equal(("stored", "–"), Stored(page, "OpenAI"));
        Assert.Equal(("–", "stored"), Stored(page, "npm"));
        Assert.Contains("tells nothing about who uses them", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hugging", "Hugging Face")]
    [InlineData("hf_token", "Hugging Face")]
    public void A_preset_is_found_by_its_title_and_by_its_variables(string search, string title)
    {
        Navigation.NavigateTo($"/secrets/presets?search={search}");

        var page = Render<PresetsPage>();

        Assert.Equal(title, Assert.Single(page.FindAll("tbody tr")).QuerySelector("td")!.TextContent.Trim());
    }

    static IEnumerable<string?> Links<T>(IRenderedComponent<T> page)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll("tbody a").Select(link => link.GetAttribute("href"));

    static (string Project, string Personal) Stored(IRenderedComponent<PresetsPage> page, string title)
    {
        var cells = page.FindAll("tbody tr")
            .Single(row => row.QuerySelector("td")!.TextContent.Trim() == title)
            .QuerySelectorAll("td");
        return (Words(cells[3]), Words(cells[4]));
    }
}
