using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Images;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.Services;
using Studio.Tests.Engine;

namespace Studio.Tests.Images;

public sealed class PullImageTests
{
    const string Password = "canary-0123456789";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_pulled_with_the_service_s_own_pull_secret_and_told_of()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Registry[ImagesWorld.Image] = new FakeImage(ImagesWorld.Digest(1), Password);
        await StoreAsync(world, Password);
        var told = new Told();

        var pulled = (await PullAsync(world, told)).Value;

        Assert.Equal(
            (ImagesWorld.Image, ImagesWorld.Digest(1), "pulled"),
            (pulled.Image, pulled.Digest, pulled.Detail)
        );
        Assert.Contains("Downloading", told.Steps);
        Assert.True((await world.FindAsync(1))!.PulledByStudio);
        Assert.Empty(world.Engine.Containers);
        Assert.Equal([("image.pull", "web", "ok")], await world.AuditAsync());
        await using var database = world.Launches.Databases.CreateDbContext();
        var used = await database.AuditEntries.SingleAsync(entry => entry.Access == "materialize", Stop);
        Assert.Equal(("registry", "for a pull of web"), (used.SubjectName, used.Detail));
    }

    [Fact]
    public async Task A_tag_that_moved_names_the_new_image_here_too_and_the_next_launch_runs_it()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.Launches.StoreServiceAsync("web", with: it => it with { Pull = PullPolicy.Missing });
        await world.Launches.LaunchAsync("web");
        world.Publish(2);

        Assert.Equal(ImagesWorld.Digest(2), (await PullAsync(world)).Value.Digest);

        Assert.Equal([ImagesWorld.Image], (await world.FindAsync(2))!.Image.Tags);
        Assert.Empty((await world.FindAsync(1))!.Image.Tags);
        Assert.Equal(ImagesWorld.Digest(2), (await world.Launches.LaunchAsync("web")).ImageDigest);
    }

    [Fact]
    public async Task A_tag_is_not_taken_from_an_image_that_was_made_here()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Has(ImagesWorld.Image);
        await world.Launches.StoreServiceAsync("web");

        await PullAsync(world);

        Assert.Empty((await world.FindAsync(1))!.Image.Tags);
    }

    [Fact]
    public async Task Wrong_credentials_are_said_without_them_and_audited()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Registry[ImagesWorld.Image] = new FakeImage(ImagesWorld.Digest(1), "another one");
        await StoreAsync(world, Password);

        var problem = (await PullAsync(world)).Problem!;

        Assert.Equal("pull-denied", problem.Code);
        Assert.DoesNotContain(Password, problem.Message, StringComparison.Ordinal);
        Assert.Equal(["ok", "failed"], (await world.AuditAsync()).Select(entry => entry.Result));
        Assert.Empty(await world.ListAsync());
    }

    [Fact]
    public async Task A_registry_that_repeats_the_password_does_not_give_it_away()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await StoreAsync(world, Password);
        world.Engine.PullFailure = new EngineException(EngineFailure.Other, $"bad token {Password}");

        var problem = (await PullAsync(world)).Problem!;

        Assert.Equal("engine-failed", problem.Code);
        Assert.Contains("[redacted:password]", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_for_another_registry_are_not_sent()
    {
        await using var world = await ImagesWorld.CreateAsync();
        var secret = await StorePullSecretAsync(world, "other.example.com", Password);
        await world.Launches.StoreUncheckedAsync(
            new ServiceDefinition
            {
                Name = "web",
                Image = ImagesWorld.Image,
                PullSecret = secret,
            }
        );

        Assert.Equal("registry-mismatch", (await PullAsync(world)).Problem!.Code);

        Assert.Empty(world.Engine.Calls);
        Assert.Equal([("image.pull", "web", "refused")], await world.AuditAsync());
    }

    [Fact]
    public async Task Who_is_limited_to_another_project_pulls_nothing_with_the_secrets_of_this_one()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await StoreAsync(world, Password);
        var stranger = world.Admin with { Project = ProjectId.New() };

        var pulled = await world.Launches.Get<PullImage>().RunAsync(stranger, world.Project, "web", null, Stop);

        Assert.Equal("The project was not found.", Assert.IsType<Missing>(pulled.Problem).Message);
        Assert.Empty(world.Engine.Calls);
        Assert.Equal([("refused", "image.pull", "refused")], await world.AuditAsync());
    }

    [Fact]
    public async Task An_image_that_the_registry_does_not_have_is_said()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Registry.Clear();
        await world.Launches.StoreServiceAsync("web");

        Assert.Equal("image-missing", (await PullAsync(world)).Problem!.Code);
    }

    static async Task StoreAsync(ImagesWorld world, string password)
    {
        await StorePullSecretAsync(world, "registry.example.com", password);
        var draft = new ServiceDraft(new ServiceDefinition { Name = "web", Image = ImagesWorld.Image }, "registry", []);
        Assert.True(
            (await world.Launches.Get<CreateService>().RunAsync(world.Admin, world.Project, draft, Stop)).Succeeded
        );
    }

    static async Task<PullSecretId> StorePullSecretAsync(ImagesWorld world, string server, string password)
    {
        var account = new OtherAccount
        {
            Server = server,
            Username = "deploy",
            Password = new SecretText(password),
        };
        return (
            await world.Launches.Get<CreatePullSecret>().RunAsync(world.Admin, world.Project, "registry", account, Stop)
        )
            .Value
            .Id;
    }

    static Task<Result<PulledNow>> PullAsync(ImagesWorld world, IProgress<PullProgress>? progress = null) =>
        world.Launches.Get<PullImage>().RunAsync(world.Admin, world.Project, "web", progress, Stop);

    sealed class Told : IProgress<PullProgress>
    {
        public List<string> Steps { get; } = [];

        public void Report(PullProgress value) => Steps.Add(value.Status);
    }
}
