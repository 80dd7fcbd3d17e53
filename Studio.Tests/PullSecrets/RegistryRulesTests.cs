using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.PullSecrets;
using Studio.Domain.Services;
using Studio.Tests.Launches;

namespace Studio.Tests.PullSecrets;

public sealed class RegistryRulesTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("10.0.0.5:5000", true)]
    [InlineData("127.0.0.1:5000", true)]
    [InlineData("localhost:5000", true)]
    [InlineData("registry.localhost", true)]
    [InlineData("[fd00::5]:5000", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("registry.example.com", false)]
    [InlineData("docker.io", false)]
    public void With_private_addresses_denied_only_names_and_public_ones_are_left(string server, bool refused) =>
        Assert.Equal(refused, new RegistryRules(DenyPrivate: true).Refusal(server) is not null);

    [Theory]
    [InlineData("10.0.0.5:5000", false)]
    [InlineData("localhost:5000", false)]
    [InlineData("169.254.169.254", true)]
    [InlineData("[fe80::1]:5000", true)]
    public void Without_it_only_what_is_no_registry_is_refused(string server, bool refused) =>
        Assert.Equal(refused, new RegistryRules(DenyPrivate: false).Refusal(server) is not null);

    [Fact]
    public async Task A_pull_secret_for_a_private_address_is_refused_when_it_is_stored_changed_and_tested()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var admin = PullSecretsWorld.Administrator;
        await world.GivenAsync("private", PullSecretsWorld.Other("10.0.0.5:5000"));
        world.Registries = new(DenyPrivate: true);
        var account = PullSecretsWorld.Other("10.0.0.6:5000");

        foreach (
            var problem in new[]
            {
                (await world.CreateAsync(admin, "another", account)).Problem,
                (await world.UpdateAsync(admin, "private", "private", account)).Problem,
                (await world.TestUnsavedAsync(admin, account)).Problem,
            }
        )
            Assert.Equal("server", Assert.Single(Assert.IsType<Invalid>(problem).Errors).Field);
        Assert.Empty(world.Probe.Given);
    }

    [Fact]
    public async Task An_image_at_a_metadata_address_is_refused_when_it_is_stored_and_when_it_is_previewed()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        var (admin, project) = (studio.Admin, studio.Databases.Project);
        await studio.StoreServiceAsync();
        var definition = new ServiceDefinition { Name = "web", Image = "169.254.169.254/x:1" };
        var draft = new ServiceDraft(definition, null, []);

        foreach (
            var problem in new[]
            {
                (await studio.Get<CreateService>().RunAsync(admin, project, draft, Stop)).Problem,
                (await studio.Get<UpdateService>().RunAsync(admin, project, "web", draft, null, Stop)).Problem,
                (await studio.Get<PlanLaunch>().RunAsync(admin, project, draft, Stop)).Problem,
            }
        )
            Assert.Equal("image", Assert.Single(Assert.IsType<Invalid>(problem).Errors).Field);
    }

    [Fact]
    public async Task What_was_stored_before_the_rule_is_refused_when_it_is_planned()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false, new RegistryRules(DenyPrivate: true));
        await studio.StoreUncheckedAsync(new ServiceDefinition { Name = "old", Image = "10.0.0.5:5000/app:1" });

        var launch = await studio.Get<LaunchService>().RunAsync(studio.Admin, studio.Databases.Project, "old", Stop);

        Assert.Equal("registry-refused", launch.Problem?.Code);
    }
}
