using AngleSharp.Dom;
using Bunit;
using Radzen.Blazor;
using Studio.Images;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Images;

/// <summary>The page of images with its dialogs, over a whole Studio.</summary>
public sealed class ImagesPageTests : PageTest
{
    const string Image = "registry.example.com/team/app:1";
    const string Root = "/api/v1/projects/default/services";

    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        await Studio.Admin.PostTextAsync(Root, $$"""{"name":"web","image":"{{Image}}"}""");
    }

    [Fact]
    public async Task An_image_is_shown_with_what_uses_it_and_whose_it_is()
    {
        await PullAsync();
        Engine.Has("made-here:1");

        var page = Render<ImagesPage>();

        var rows = page.FindAll("tbody tr");
        Assert.Contains("made-here:1", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("someone else", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("nothing", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("team/app:1", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("100 bytes", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("/services/web", rows[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.True(Button(rows[1], "Delete team/app:1").HasAttribute("disabled"));
        Assert.False(Button(rows[0], "Delete made-here:1").HasAttribute("disabled"));
        Assert.NotNull(rows[1].QuerySelector("[aria-label='Pull now for web']"));
    }

    [Fact]
    public void An_engine_without_images_says_how_they_come()
    {
        var page = Render<ImagesPage>();

        Assert.Contains("holds no image yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_engine_the_page_says_so()
    {
        Engine.Down = FakeEngine.Unavailable;

        var page = Render<ImagesPage>();

        Assert.Contains("Engine not reachable", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public void An_unused_image_is_deleted_after_a_question_that_says_whose_it_is()
    {
        Engine.Has("made-here:1");
        var (page, dialogs) = (Render<ImagesPage>(), Render<RadzenDialog>());

        page.Find("[aria-label='Delete made-here:1']").Click();
        dialogs.WaitForAssertion(() =>
            Assert.Contains("nobody can pull it again", dialogs.Markup, StringComparison.Ordinal)
        );
        dialogs.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Deleted made-here:1", page.Markup, StringComparison.Ordinal));
        Assert.Contains(Engine.Calls, call => call.StartsWith("remove-image", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prune_shows_what_would_go_before_anything_does()
    {
        await PullAsync();
        await Studio.Admin.DeleteAsync($"{Root}/web", Stop);
        Engine.Has("made-here:1");
        var (page, dialogs) = (Render<ImagesPage>(), Render<RadzenDialog>());

        ButtonOf(page, "Prune…").Click();
        dialogs.WaitForAssertion(() => Assert.Single(dialogs.FindAll("ul[aria-label='Images to prune'] li")));
        Assert.Contains("team/app:1", dialogs.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("made-here", dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("90 bytes", dialogs.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Engine.Calls, call => call.StartsWith("remove-image", StringComparison.Ordinal));
        dialogs.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Pruned 1 image, 90 bytes", page.Markup, StringComparison.Ordinal));
        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public async Task With_nothing_to_prune_there_is_nothing_to_press()
    {
        await PullAsync();
        var (page, dialogs) = (Render<ImagesPage>(), Render<RadzenDialog>());

        ButtonOf(page, "Prune…").Click();

        dialogs.WaitForAssertion(() =>
            Assert.Contains("There is nothing to prune", dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(dialogs.FindAll("button[type=submit]"));
    }

    [Fact]
    public void An_image_is_pulled_for_a_service_that_is_chosen()
    {
        var (page, dialogs) = (Render<ImagesPage>(), Render<RadzenDialog>());

        ButtonOf(page, "Pull now…").Click();
        dialogs.WaitForAssertion(() => Assert.Equal("web", dialogs.Find("select option").TextContent));
        ButtonOf(dialogs, "Pull").Click();

        dialogs.WaitForAssertion(() => Assert.Contains("team/app:1 is here", dialogs.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Why_a_pull_failed_is_said_where_it_was_asked_for()
    {
        Engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"), "a password");
        var (page, dialogs) = (Render<ImagesPage>(), Render<RadzenDialog>());

        ButtonOf(page, "Pull now…").Click();
        dialogs.WaitForElement("select");
        ButtonOf(dialogs, "Pull").Click();

        dialogs.WaitForAssertion(() =>
            Assert.Contains("refused", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal)
        );
    }

    async Task PullAsync() => (await Studio.Admin.PostAsync($"{Root}/web/pull", null, Stop)).EnsureSuccessStatusCode();

    static IElement Button(IElement row, string name) =>
        row.QuerySelectorAll("button").Single(button => button.GetAttribute("aria-label") == name);

    static IElement ButtonOf<T>(IRenderedComponent<T> within, string text)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        within.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
