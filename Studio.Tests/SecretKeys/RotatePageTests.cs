using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Launches;
using Studio.SecretKeys;
using Studio.Tests.Engine;
using Studio.Tests.Launches;

namespace Studio.Tests.SecretKeys;

/// <summary>The steps of a rotation with overlap.</summary>
public sealed class RotatePageTests : LibraryPageTest
{
    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_switch_that_is_refused_says_what_to_do_and_can_be_done_afterwards()
    {
        Engine.Registry[LaunchHarness.Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        await GivenAsync(Library.Project, "weather", ("API_KEY", "old-value-0123456789"));
        var next = await GivenAsync(Library.Project, "weather-2", ("API_KEY", "new-value-0123456789"));
        await StoreAsync<CreateService>((store, actor, project, draft) => store.RunAsync(actor, project, draft, Stop));
        await LaunchAsync();
        await StoreAsync<UpdateService>(
            (store, actor, project, draft) =>
                store.RunAsync(
                    actor,
                    project,
                    "web",
                    draft with
                    {
                        Definition = draft.Definition with { Description = "edited" },
                    },
                    null,
                    Stop
                )
        );
        Navigation.NavigateTo($"/secrets/keys/weather/rotate?to={next.Id}");
        var page = Render<RotatePage>(with => with.Add(it => it.Name, "weather"));

        await Switch(page).ClickAsync(new());

        Assert.Contains("not been launched: web.", Words(page.Find("[role=alert]")), StringComparison.Ordinal);
        Assert.Empty(page.FindComponents<RolloutPanel>());
        await LaunchAsync();
        await Switch(page).ClickAsync(new());
        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Single(page.FindComponents<RolloutPanel>());
    }

    static IElement Switch(IRenderedComponent<RotatePage> page) =>
        page.FindAll("button").Single(button => button.TextContent.Contains("Switch", StringComparison.Ordinal));

    async Task StoreAsync<TStore>(
        Func<TStore, Domain.Identity.Actor, Domain.Projects.ProjectId, ServiceDraft, Task<Result<ServiceView>>> store
    )
        where TStore : notnull
    {
        var definition = new ServiceDefinition
        {
            Name = "web",
            Image = LaunchHarness.Image,
            Bindings = [new(default, null, null, new Dictionary<string, string>(), null, false)],
        };
        var saved = await Door.RunAsync(
            (actor, project) =>
                store(
                    Studio.Services.GetRequiredService<TStore>(),
                    actor,
                    project,
                    new ServiceDraft(definition, null, ["weather"])
                )
        );
        Assert.True(saved.Succeeded, saved.Problem?.Message);
    }

    async Task LaunchAsync()
    {
        var launch = Studio.Services.GetRequiredService<LaunchService>();
        var id = (await Door.RunAsync((actor, project) => launch.RunAsync(actor, project, "web", Stop))).Value;
        var get = Studio.Services.GetRequiredService<GetLaunch>();
        while (!(await Door.RunAsync((actor, _) => get.RunAsync(actor, id, Stop))).Value.Launch.HasEnded)
            await Task.Delay(10, Stop);
    }
}
