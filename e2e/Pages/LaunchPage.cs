using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>One launch, live while it goes on.</summary>
public sealed class LaunchPage(IPage page)
{
    public ILocator Heading(string service) =>
        page.GetByRole(AriaRole.Heading, new() { Name = $"Launch of {service}" });

    /// <summary>The word beside the heading.</summary>
    public ILocator State => page.Content().GetByRole(AriaRole.Status).First;

    public ILocator Steps => page.Items("Steps of the launch");

    /// <summary>Why it failed.</summary>
    public ILocator Error => page.Alert();

    /// <summary>What to do about it, with a link to where.</summary>
    public ILocator NextStep =>
        page.GetByRole(AriaRole.Status).Filter(new() { HasText = "What to do" }).GetByRole(AriaRole.Link);

    public Task GoToServiceAsync() => page.GetByRole(AriaRole.Link, new() { Name = "Go to the service" }).ClickAsync();
}
