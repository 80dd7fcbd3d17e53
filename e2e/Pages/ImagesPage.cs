using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>The images of the engine.</summary>
public sealed class ImagesPage(IPage page)
{
    /// <summary>What a prune would take.</summary>
    public ILocator ToPrune => page.Items("Images to prune");

    /// <summary>What was done.</summary>
    public ILocator Done => page.Content().GetByRole(AriaRole.Status).Filter(new() { HasText = "ed " });

    /// <summary>The row of an image, by a part of its name.</summary>
    public ILocator Row(string name) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    /// <summary>Searches, until the address says so: what is typed takes a moment, and a page that goes elsewhere closes its dialogs.</summary>
    public async Task SearchAsync(string text)
    {
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search images" }).FillAsync(text);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"[?&]search={Regex.Escape(text)}(&|$)"));
    }

    public ILocator DeleteButton(string name) => page.Button($"Delete {name}");

    public Task ConfirmDeletionAsync() => page.GetByRole(AriaRole.Dialog).Button("Delete").ClickAsync();

    public Task OpenPruneAsync() => page.Button("Prune…").ClickAsync();

    public Task PruneAsync() =>
        page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = new("^Prune [0-9]+ images?$") })
            .ClickAsync();

    /// <summary>From the row of the image.</summary>
    public async Task PullForAsync(string service)
    {
        await page.Button($"Pull now for {service}").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).Button("Pull").ClickAsync();
    }

    public ILocator Dialog => page.GetByRole(AriaRole.Dialog);
}
