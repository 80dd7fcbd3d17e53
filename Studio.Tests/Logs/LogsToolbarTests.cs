using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Studio.Logs;
using Studio.Tests.Components;

namespace Studio.Tests.Logs;

/// <summary>What is chosen goes into the address, and comes from there.</summary>
public sealed class LogsToolbarTests : ComponentTest
{
    BunitNavigationManager Navigation => Services.GetRequiredService<BunitNavigationManager>();

    string Query => new Uri(Navigation.Uri).Query;

    [Fact]
    public async Task What_is_wanted_goes_into_the_address()
    {
        Navigation.NavigateTo("/services/web/logs?at=2026-11-27T12:00:00Z&mark=x");
        var tools = Show();

        await tools.FindAll("select")[0].ChangeAsync("stderr");
        Assert.Equal("?stream=stderr", Query);
        await tools.Find("input[placeholder='10m']").ChangeAsync("1h");
        await tools.Find("input[placeholder=now]").ChangeAsync("5m");
        await tools.Find("form").SubmitAsync();

        Assert.Equal("?stream=stderr&since=1h&until=5m", Query);
        // Back leads to where one came from, not through everything that was tried.
        Assert.All(Navigation.History.Take(2), step => Assert.True(step.Options.ReplaceHistoryEntry));

        await tools.Find("input[placeholder='10m']").ChangeAsync("");
        await tools.Find("form").SubmitAsync();

        Assert.Equal("?stream=stderr&until=5m", Query);
    }

    [Fact]
    public async Task A_search_waits_until_nobody_types()
    {
        List<string> visited = [];
        var tools = Show();
        Navigation.LocationChanged += (_, change) => visited.Add(new Uri(change.Location).Query);

        var first = tools.Find("input[type=search]").InputAsync("er");
        var second = tools.Find("input[type=search]").InputAsync("error");
        await Task.WhenAll(first, second);

        Assert.Equal(["?search=error"], visited);
    }

    [Fact]
    public async Task What_is_typed_stays_until_the_address_is_another_one()
    {
        var tools = Show();
        await tools.Find("input[placeholder='10m']").ChangeAsync("1h");

        tools.Render(with => with.Add(it => it.IsPaused, true));
        Assert.Equal("1h", tools.Find("input[placeholder='10m']").GetAttribute("value"));
        Assert.Empty(tools.FindAll("a[href='http://localhost/']"));

        tools.Render(with => with.Add(it => it.Since, "2d"));
        Assert.Equal("2d", tools.Find("input[placeholder='10m']").GetAttribute("value"));
        Assert.Equal("Clear", tools.Find(".apply a").TextContent);
    }

    IRenderedComponent<LogsToolbar> Show() =>
        Render<LogsToolbar>(with =>
            with.Add(it => it.Errors, new Dictionary<string, string>()).Add(it => it.Download, "/download")
        );
}
