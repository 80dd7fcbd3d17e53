using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>Finds things as people who use a screen reader do: by what they are and what they are called, in full.</summary>
static class Roles
{
    /// <summary>The page without what stands around every page.</summary>
    public static ILocator Content(this IPage page) => page.GetByRole(AriaRole.Main);

    public static ILocator Button(this IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Button(this ILocator within, string name) =>
        within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Link(this ILocator within, string name) =>
        within.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public static ILocator Textbox(this IPage page, string name) =>
        page.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true });

    public static ILocator Textbox(this ILocator within, string name) =>
        within.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true });

    public static ILocator Region(this IPage page, string name) =>
        page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    public static ILocator Region(this ILocator within, string name) =>
        within.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    /// <summary>
    /// What went wrong, said on the page. The notice of a lost connection is an alert too; it is outside of the page's main part, and
    /// hidden only once the style sheet is there.
    /// </summary>
    public static ILocator Alert(this IPage page) => page.Content().GetByRole(AriaRole.Alert);

    /// <summary>The row of a table that begins with this name.</summary>
    public static ILocator Row(this IPage page, string name) =>
        page.GetByRole(AriaRole.Row)
            .Filter(new() { Has = page.GetByRole(AriaRole.Cell, new() { Name = name, Exact = true }) });

    /// <summary>The items of a list.</summary>
    public static ILocator Items(this IPage page, string list) =>
        page.GetByRole(AriaRole.List, new() { Name = list, Exact = true }).GetByRole(AriaRole.Listitem);

    /// <summary>Opens a combobox and takes the option that begins so.</summary>
    public static async Task ChooseAsync(this IPage page, string combobox, string option)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = combobox, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option }).ClickAsync();
    }
}
