using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>The dialog that takes a <c>.env</c> text into a collection.</summary>
public sealed class ImportForm(IPage page)
{
    public Task OpenAsync() => page.Button("Import .env").ClickAsync();

    public Task TypeAsync(string text) => Dialog.Textbox(".env text").FillAsync(text);

    /// <summary>What the import would do, in a sentence.</summary>
    public ILocator Summary => Dialog.GetByRole(AriaRole.Status);

    /// <summary>What it would do, name by name and line by line.</summary>
    public ILocator Diff => Dialog.GetByRole(AriaRole.Group, new() { Name = "What the import does" });

    public ILocator Send => Dialog.Button("Import");

    ILocator Dialog => page.GetByRole(AriaRole.Dialog);
}
