using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Images;
using Studio.Domain.Projects;
using Studio.Tests.Engine;
using Studio.Tests.Launches;

namespace Studio.Tests.Images;

/// <summary>Images in a whole Studio with an engine in memory, whose registry has one repository with a tag that moves.</summary>
sealed class ImagesWorld : IAsyncDisposable
{
    public const string Repository = "registry.example.com/team/app";
    public const string Image = LaunchHarness.Image;

    readonly LaunchHarness _launches;

    ImagesWorld(LaunchHarness launches) => _launches = launches;

    public LaunchHarness Launches => _launches;

    public FakeEngine Engine => _launches.Engine;

    public ProjectId Project => _launches.Databases.Project;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ImagesWorld> CreateAsync() => new(await LaunchHarness.CreateAsync());

    public static string Digest(int version) => FakeImage.DigestOf($"app {version}");

    /// <summary>The registry's tag names another version from now on.</summary>
    public void Publish(int version) => Engine.Registry[Image] = new FakeImage(Digest(version));

    /// <summary>Launches a service, which must come to life, with each of these versions of its image in turn.</summary>
    public async Task LaunchAsync(string service, params int[] versions)
    {
        if (!await HasAsync(service))
            await _launches.StoreServiceAsync(
                service,
                with: it => it with { Pull = Domain.Services.PullPolicy.Always }
            );
        foreach (var version in versions)
        {
            Publish(version);
            Assert.Equal(Domain.Launches.LaunchState.Live, (await _launches.LaunchAsync(service)).State);
        }
    }

    public async Task<IReadOnlyList<ImageView>> ListAsync(PageRequest? page = null) =>
        (await _launches.Get<ListImages>().RunAsync(Admin, page ?? new(), Stop)).Value.Items;

    public async Task<ImageView?> FindAsync(int version) =>
        (await ListAsync()).SingleOrDefault(view => view.Image.Digests.Contains($"{Repository}@{Digest(version)}"));

    public Task<Result<Done>> DeleteAsync(string image, bool force = false) =>
        _launches.Get<DeleteImage>().RunAsync(Admin, image, force, Stop);

    public async Task<Pruned> PruneAsync(bool dryRun) =>
        (await _launches.Get<PruneImages>().RunAsync(Admin, dryRun, Stop)).Value;

    /// <summary>A container that is none of Studio's, unless its labels say so.</summary>
    public Task RunElsewhereAsync(string name, string image, IReadOnlyDictionary<string, string>? labels = null) =>
        Engine.CreateAsync(
            new ContainerSpec
            {
                Name = name,
                Image = image,
                Labels = labels ?? new Dictionary<string, string>(),
                Limits = new(0, 0, 0),
                Security = new([], false, false),
                Network = "bridge",
            },
            Stop
        );

    /// <summary>Action, subject and result of what was audited about images, oldest first.</summary>
    public async Task<List<(string Action, string? Subject, string Result)>> AuditAsync()
    {
        await using var database = _launches.Databases.CreateDbContext();
        var entries = await database.AuditEntries.OrderBy(entry => entry.Sequence).ToListAsync(Stop);
        return
        [
            .. entries
                .Where(entry =>
                    entry.Action.StartsWith("image.", StringComparison.Ordinal) || entry.Action == AuditActions.Refuse
                )
                .Select(entry => (entry.Action, entry.SubjectName, entry.Result)),
        ];
    }

    public async Task<AuditEntry> LastEntryAsync()
    {
        await using var database = _launches.Databases.CreateDbContext();
        return await database.AuditEntries.OrderByDescending(entry => entry.Sequence).FirstAsync(Stop);
    }

    public Actor Admin => _launches.Admin;

    public static Actor Viewer => new() { Name = "vic", Permissions = Roles.Permissions(Role.Viewer) };

    public ValueTask DisposeAsync() => _launches.DisposeAsync();

    async Task<bool> HasAsync(string service)
    {
        await using var database = _launches.Databases.CreateDbContext();
        return await database.Services.AnyAsync(row => row.Name == service, Stop);
    }
}
