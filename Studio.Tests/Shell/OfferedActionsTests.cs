using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Studio.Tests.Hosting;
using Studio.Tests.Identity;

namespace Studio.Tests.Shell;

/// <summary>What pages offer to whom, as they are first painted.</summary>
public sealed class OfferedActionsTests(OfferedActionsTests.App fixture) : IClassFixture<OfferedActionsTests.App>
{
    const string Sentence = "Your role lets you look";

    /// <summary>Pages of things that are there, with what is done on them.</summary>
    public static TheoryData<string, string[]> Pages =>
        new()
        {
            { "/", [] },
            { "/secrets", ["New Image Pull Secret", "New Secret Keys"] },
            { "/secrets?unused=true&search=x", ["New Image Pull Secret", "New Secret Keys"] },
            {
                "/secrets/keys/weather",
                ["Delete", "Rename", "Import .env", "Add entry", "Replace API_KEY", "Remove API_KEY"]
            },
            { "/secrets/keys/blank", ["Delete", "Rename", "Import .env", "Add entry", "Add entry"] },
            { "/secrets/pull", ["New Image Pull Secret", "New Secret Keys"] },
            { "/secrets/pull/registry", ["Delete", "Replace Password", "Test connection", "Cancel", "Save"] },
            { "/services", ["New Service", "Launch web"] },
            { "/services/web", ["Delete", "Edit", "Launch"] },
            { "/images", ["Prune…", "Pull now…"] },
            { "/audit", ["Verify", "Filter"] },
        };

    public static TheoryData<string, string> Forms =>
        new()
        {
            { "/secrets/keys/new", "New secret keys" },
            { "/secrets/pull/new", "New image pull secret" },
            { "/services/new", "New Service" },
            { "/services/web/edit", "Edit web" },
            { "/audit", "Audit" },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task An_administrator_is_offered_what_may_be_done(string page, string[] actions) =>
        Assert.Equal(actions, Actions(await fixture.OpenAsync(StudioApp.AdminEmail, page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_viewer_is_offered_nothing_that_would_be_refused(string page, string[] actions)
    {
        var shown = await fixture.OpenAsync(StudioApp.ViewerEmail, page);

        Assert.Empty(Actions(shown).Intersect(actions));
        Assert.Empty(shown.QuerySelectorAll("main form"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_form_that_a_viewer_comes_to_by_its_address_is_a_sentence(string page, string title)
    {
        var shown = await fixture.OpenAsync(StudioApp.ViewerEmail, page);
        Assert.Equal(title, shown.QuerySelector("h1")?.TextContent);
        Assert.Contains(Sentence, shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.QuerySelectorAll("main :is(form, input, textarea)"));

        var form = await fixture.OpenAsync(StudioApp.AdminEmail, page);
        Assert.DoesNotContain(Sentence, form.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(form.QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task A_viewer_sees_what_a_pull_secret_is_and_only_a_mask_of_its_password()
    {
        var shown = await fixture.OpenAsync(StudioApp.ViewerEmail, "/secrets/pull/registry");

        var facts = shown.QuerySelectorAll("main dd").Select(fact => fact.TextContent.Trim()).ToList();
        Assert.Equal(["Other", "registry.example.com", "deploy"], facts[..3]);
        Assert.StartsWith("••••••••", facts[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StudioApp.AdminEmail, new[] { "Create OpenAI", "Create personal OpenAI" })]
    [InlineData(StudioApp.ViewerEmail, new[] { "Create personal OpenAI" })]
    public async Task Presets_are_offered_for_the_libraries_that_one_may_change(string email, string[] links)
    {
        var shown = await fixture.OpenAsync(email, "/secrets/presets");

        Assert.Equal(links, shown.QuerySelectorAll("td a[href$='=openai']").Select(a => a.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task A_viewer_may_keep_secret_keys_that_are_nobody_elses()
    {
        var list = await fixture.OpenAsync(StudioApp.ViewerEmail, "/secrets/personal");
        var form = await fixture.OpenAsync(StudioApp.ViewerEmail, "/secrets/personal/new");

        Assert.Equal(["New Secret Keys", "New Secret Keys"], Actions(list));
        Assert.All(
            list.QuerySelectorAll("main a.button"),
            link => Assert.Equal("/secrets/personal/new", link.GetAttribute("href"))
        );
        Assert.Single(form.QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task Settings_have_the_vault_and_the_scopes_of_administrators_for_administrators()
    {
        Assert.Equal(
            ["API tokens", "Engine", "Appearance"],
            Titles(await fixture.OpenAsync(StudioApp.ViewerEmail, "/settings"))
        );
        Assert.Contains("Keys", Titles(await fixture.OpenAsync(StudioApp.AdminEmail, "/settings")));
    }

    [Theory]
    [InlineData(StudioApp.AdminEmail, new[] { "Overview", "Secrets", "Services", "Images", "Audit", "Settings" })]
    [InlineData(StudioApp.ViewerEmail, new[] { "Overview", "Secrets", "Services", "Images", "Settings" })]
    public async Task The_menu_leads_nowhere_that_one_may_not_go(string email, string[] places)
    {
        var links = (await fixture.OpenAsync(email, "/")).QuerySelectorAll("#menu a");
        Assert.Equal(places, links.Select(link => link.LastChild!.TextContent.Trim()));
    }

    static IEnumerable<string> Titles(IDocument page) =>
        page.QuerySelectorAll("main h2").Select(title => title.TextContent);

    /// <summary>Names of buttons and of links that look like some, but for those that only change what is shown.</summary>
    static IEnumerable<string> Actions(IDocument page) =>
        page.QuerySelectorAll("main :is(button, a.button):not([aria-pressed], [data-action])")
            .Select(action => action.GetAttribute("aria-label") ?? Label(action));

    static string Label(IElement action) =>
        string.Concat(
                action
                    .Descendants<IText>()
                    .Where(text => text.ParentElement?.ClassList.Contains("icon") != true)
                    .Select(text => text.Data)
            )
            .Trim();

    /// <summary>A service, a pull secret and two collections, seen by two people.</summary>
    public sealed class App : IAsyncLifetime
    {
        const string Root = "/api/v1/projects/default";

        readonly StudioApp _studio = new();
        readonly Dictionary<string, Browser> _browsers = [];

        public async ValueTask InitializeAsync()
        {
            await _studio.InitializeAsync();
            await CreateAsync(
                "secret-keys",
                """{"name":"weather","entries":[{"name":"API_KEY","value":"canary-0123456789"}]}"""
            );
            await CreateAsync("secret-keys", """{"name":"blank"}""");
            await CreateAsync(
                "pull-secrets",
                """{"name":"registry","registry":"other","server":"registry.example.com","username":"deploy","password":"canary-0123456789"}"""
            );
            await CreateAsync("services", """{"name":"web","image":"registry.example.com/team/web:1"}""");
            foreach (var email in (string[])[StudioApp.AdminEmail, StudioApp.ViewerEmail])
                await (_browsers[email] = new Browser(_studio)).SignInAsync(email);
        }

        public async Task<IDocument> OpenAsync(string email, string page)
        {
            var answer = await _browsers[email].OpenPageAsync(page);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        }

        public ValueTask DisposeAsync() => _studio.DisposeAsync();

        async Task CreateAsync(string what, string body)
        {
            var answer = await _studio.Admin.PostTextAsync($"{Root}/{what}", body);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }
}
