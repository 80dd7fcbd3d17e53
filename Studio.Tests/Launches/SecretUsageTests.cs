using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Tests.SecretKeys;

namespace Studio.Tests.Launches;

public sealed class SecretUsageTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secret_keys_of_the_live_revision_are_in_use_although_the_newest_does_not_bind_them(bool running)
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        await studio.StoreServiceAsync(keys: "weather");
        await studio.LaunchAsync("web");
        await UnbindAsync(studio);
        if (!running)
            await studio
                .Get<Domain.Launches.StopService>()
                .RunAsync(studio.Admin, studio.Databases.Project, "web", false, Stop);

        Assert.IsType<InUse>((await DeleteAsync(studio)).Problem);
        var unused = await studio
            .Get<ListSecretKeys>()
            .RunAsync(studio.Admin, studio.Databases.Project, new PageRequest(), true, Stop);
        Assert.Empty(unused.Value.Items);

        await studio.LaunchAsync("web");
        Assert.True((await DeleteAsync(studio)).Succeeded);
    }

    [Fact]
    public async Task A_user_tells_since_when_it_may_be_one()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        var keys = await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        var before = TimeProvider.System.GetUtcNow();
        await studio.StoreServiceAsync(keys: "weather");

        var users = await studio.Get<ISecretUsage>().FindAsync(studio.Databases.Project, [keys], Stop);

        Assert.InRange(Assert.Single(users[keys]).RevisedAt, before, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_service_that_binds_them_while_they_are_being_deleted_waits_and_finds_them_gone()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        Task<Result<ServiceView>>? binding = null;
        var usage = new FakeUsage
        {
            OnFind = () =>
            {
                var definition = new ServiceDefinition
                {
                    Name = "web",
                    Image = LaunchHarness.Image,
                    Bindings = [new(default, null, null, new Dictionary<string, string>(), null, false)],
                };
                binding = studio
                    .Get<CreateService>()
                    .RunAsync(
                        studio.Admin,
                        studio.Databases.Project,
                        new ServiceDraft(definition, null, ["weather"]),
                        Stop
                    );
            },
        };
        var delete = new DeleteSecretKeys(
            studio.Databases,
            studio.Get<Domain.Audit.AuditTrail>(),
            usage,
            studio.Get<VersionPruning>(),
            TimeProvider.System
        );

        Assert.True(
            (await delete.RunAsync(studio.Admin, studio.Databases.Project, "weather", false, null, Stop)).Succeeded
        );

        var refused = Assert.IsType<Invalid>((await binding!).Problem);
        Assert.Equal("bindings[0].secretKeys", Assert.Single(refused.Errors).Field);
    }

    static Task<Result<Done>> DeleteAsync(LaunchHarness studio) =>
        studio.Get<DeleteSecretKeys>().RunAsync(studio.Admin, studio.Databases.Project, "weather", false, null, Stop);

    static async Task UnbindAsync(LaunchHarness studio)
    {
        var draft = new ServiceDraft(new ServiceDefinition { Name = "web", Image = LaunchHarness.Image }, null, []);
        var saved = await studio
            .Get<UpdateService>()
            .RunAsync(studio.Admin, studio.Databases.Project, "web", draft, null, Stop);
        Assert.Equal(2, saved.Value.Revision);
    }
}
