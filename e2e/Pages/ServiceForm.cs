using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>The form of a service.</summary>
public sealed class ServiceForm(IPage page)
{
    /// <summary>What stands beside the form: the variables as the container will get them.</summary>
    public ILocator Preview => page.GetByRole(AriaRole.Complementary, new() { Name = "Preview" });

    public ILocator Description => page.Textbox("Description");

    /// <summary>Somebody else saved since the form was opened.</summary>
    public ILocator Overtaken => page.Alert().Filter(new() { HasText = "Somebody saved in the meantime" });

    public Task SaveOverAsync() => Overtaken.Button("Save mine over it").ClickAsync();

    public async Task DescribeAsync(string name, string image, string pullSecret)
    {
        await page.Textbox("Name").FillAsync(name);
        await page.Textbox("Image").FillAsync(image);
        await page.ChooseAsync("Image Pull Secret", pullSecret);
    }

    public async Task BindAsync(string secretKeys)
    {
        await page.Button("Bind secret keys").ClickAsync();
        await page.ChooseAsync("Secret keys", secretKeys);
    }

    public async Task AddVariableAsync(string name, string value)
    {
        await page.Button("Add variable").ClickAsync();
        await page.Textbox("Variable name").FillAsync(name);
        await page.Textbox("Variable value").FillAsync(value);
    }

    /// <summary>Studio asks this port over HTTP, each second.</summary>
    public async Task AskForHealthAsync(int port)
    {
        await page.ChooseAsync("Health check", "HTTP");
        var health = page.Region("Health");
        await health.GetByLabel("Port", new() { Exact = true }).FillAsync($"{port}");
        await health.GetByLabel("Interval", new() { Exact = true }).FillAsync("1");
    }

    public ILocator Storage => page.Region("Storage");

    /// <summary>A folder of the project's storage.</summary>
    public async Task AddFolderAsync(string path, string subpath)
    {
        await page.Button("Add folder").ClickAsync();
        await Group("Folder of the project").Textbox("Path in the container").FillAsync(path);
        await Group("Folder of the project").Textbox("Subpath").FillAsync(subpath);
    }

    public async Task AddEmptyFolderAsync(string path)
    {
        await page.Button("Add empty folder").ClickAsync();
        await Group("Empty folder").Textbox("Path in the container").FillAsync(path);
    }

    public async Task AddFileAsync(string path, string text)
    {
        await page.Button("Add file").ClickAsync();
        await Group("File").Textbox("Path in the container").FillAsync(path);
        await Group("File").Textbox("Text").FillAsync(text);
    }

    public Task SaveAsync() => page.Button("Save").ClickAsync();

    public Task SaveAndLaunchAsync() => page.Button("Save and launch").ClickAsync();

    ILocator Group(string name) => Storage.GetByRole(AriaRole.Group, new() { Name = name, Exact = true });
}
