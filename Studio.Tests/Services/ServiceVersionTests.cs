using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Launches;

namespace Studio.Tests.Services;

/// <summary>What people edit against is the definition: what runs changes beside it.</summary>
public sealed class ServiceVersionTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launching_and_stopping_do_not_change_the_version_that_people_edit_against()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var edited = await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        await studio.Get<StopService>().RunAsync(studio.Admin, studio.Databases.Project, "web", false, Stop);

        Assert.Equal(edited.Version, (await studio.GetServiceAsync("web")).Version);
        var saved = await UpdateAsync(studio, Draft("better"), edited.Version);
        Assert.Equal((2, 2), (saved.Value.Version, saved.Value.Revision));
    }

    [Fact]
    public async Task A_definition_that_is_the_same_makes_no_revision_and_no_version()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var keys = await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        Binding binding = new(
            keys,
            ["API_KEY"],
            null,
            new Dictionary<string, string> { ["API_KEY"] = "KEY" },
            null,
            false
        );
        var draft = new ServiceDraft(Draft("good").Definition with { Bindings = [binding] }, null, ["weather"]);
        await studio.Get<CreateService>().RunAsync(studio.Admin, studio.Databases.Project, draft, Stop);
        await studio.LaunchAsync("web");

        var again = (await UpdateAsync(studio, draft with { SecretKeys = [$"{keys}"] }, 1)).Value;

        Assert.Equal((1, 1), (again.Version, again.Revision));
        Assert.Empty(again.State.Stale);
        var changed = (await UpdateAsync(studio, Draft("good"), 1)).Value;
        Assert.Equal(2, changed.Version);
        Assert.Equal(["revision"], changed.State.Stale);
    }

    [Fact]
    public async Task An_order_that_loses_against_what_runs_is_given_all_the_same()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreServiceAsync();
        // Between loading and saving: the plan asks for the image.
        studio.Engine.OnFindImage = () =>
        {
            studio.Engine.OnFindImage = null;
            return studio.Get<StopService>().RunAsync(studio.Admin, studio.Databases.Project, "web", false, Stop);
        };

        var ordered = await studio.Get<LaunchService>().RunAsync(studio.Admin, studio.Databases.Project, "web", Stop);

        Assert.True(ordered.Succeeded);
        Assert.Equal(DesiredState.Running, (await studio.GetServiceAsync("web")).State.Desired);
    }

    static Task<Result<ServiceView>> UpdateAsync(LaunchHarness studio, ServiceDraft draft, int version) =>
        studio.Get<UpdateService>().RunAsync(studio.Admin, studio.Databases.Project, "web", draft, version, Stop);

    static ServiceDraft Draft(string description) =>
        new(
            new ServiceDefinition
            {
                Name = "web",
                Image = LaunchHarness.Image,
                Description = description,
            },
            null,
            []
        );
}
