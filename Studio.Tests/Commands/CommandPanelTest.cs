using Studio.Client;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Commands;

/// <summary>Panels of a service that runs in the fake engine.</summary>
public abstract class CommandPanelTest : PageTest
{
    const string Project = "default";

    private protected const string Service = "web";
    private protected const string Secret = "s3cret-value-0123456789";

    private protected static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    StudioClient Client => new(Studio.Admin, Studio.Admin.BaseAddress!);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Engine.Registry[ServiceApp.Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        await Client.Services.CreateAsync(Project, new() { Name = Service, Image = ServiceApp.Image }, Stop);
        await Client.SecretKeys.CreateAsync(
            Project,
            new("weather", Entries: [new("API_KEY", new(Secret)), new("REGION", new("the-far-north"))]),
            Stop
        );
    }

    private protected async Task LaunchAsync()
    {
        var launch = await Client.Services.LaunchAsync(Project, Service, new(), Stop);
        await foreach (var _ in Client.Launches.FollowAsync(launch.LaunchId, Stop)) { }
        Assert.Equal("live", (await Client.Launches.GetAsync(launch.LaunchId, Stop)).State);
    }
}
