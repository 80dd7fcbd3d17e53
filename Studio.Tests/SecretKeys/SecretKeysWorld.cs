using System.Collections.Frozen;
using Microsoft.AspNetCore.DataProtection;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Vault;
using Studio.Tests.Storage;

namespace Studio.Tests.SecretKeys;

/// <summary>The slice on a real database and real cryptography; who uses what is told by the test.</summary>
sealed class SecretKeysWorld : IAsyncDisposable
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    readonly AuditTrail _audit;
    readonly SecretKeysReader _reader;
    readonly SecretKeysChange _change;

    SecretKeysWorld(TestDatabase databases)
    {
        Databases = databases;
        _audit = new AuditTrail(databases, TimeProvider.System);
        _reader = new SecretKeysReader(Vault, Usage);
        _change = new SecretKeysChange(databases, _audit, Vault, _reader, TimeProvider.System);
    }

    public static async Task<SecretKeysWorld> CreateAsync() => new(await TestDatabase.CreateAsync());

    public static Actor Administrator { get; } =
        new() { Name = "ann@example.com", Permissions = Roles.Permissions(Role.Administrator) };

    public static Actor Viewer { get; } =
        new() { Name = "vic@example.com", Permissions = Roles.Permissions(Role.Viewer) };

    public static Actor Stranger { get; } = Administrator with { Name = "sam@example.com", Project = ProjectId.New() };

    public TestDatabase Databases { get; }

    public ProjectId Project => Databases.Project;

    public SecretVault Vault { get; } = new(new VaultRing(new EphemeralDataProtectionProvider()));

    public FakeUsage Usage { get; } = new();

    public Task<Result<SecretKeysView>> CreateAsync(Actor actor, string name, params EntryInput[] entries) =>
        new CreateSecretKeys(Databases, _audit, Vault, _reader, TimeProvider.System).RunAsync(
            actor,
            Project,
            name,
            null,
            entries,
            Stop
        );

    public async Task<SecretKeysView> GivenAsync(string name, params EntryInput[] entries) =>
        (await CreateAsync(Administrator, name, entries)).Value;

    public Task<Result<Page<SecretKeysListItem>>> ListAsync(PageRequest page, bool unused = false) =>
        new ListSecretKeys(Databases, _audit, Usage).RunAsync(Viewer, Project, page, unused, Stop);

    public Task<Result<SecretKeysView>> GetAsync(Actor actor, string idOrName) =>
        new GetSecretKeys(Databases, _audit, _reader).RunAsync(actor, Project, idOrName, Stop);

    public Task<Result<SecretKeysView>> UpdateAsync(
        Actor actor,
        string idOrName,
        string name,
        EntryInput[]? entries,
        int? version = null
    ) =>
        new UpdateSecretKeys(_audit, _change).RunAsync(
            actor,
            Project,
            idOrName,
            name,
            "about the weather",
            entries,
            version,
            Stop
        );

    public Task<Result<SecretKeysView>> SetAsync(Actor actor, string idOrName, EntryInput entry, int? version = null) =>
        new SetEntry(_audit, _change).RunAsync(actor, Project, idOrName, entry, version, Stop);

    public Task<Result<SecretKeysView>> RemoveAsync(Actor actor, string idOrName, string entry, int? version = null) =>
        new RemoveEntry(_audit, _change).RunAsync(actor, Project, idOrName, entry, version, Stop);

    public Task<Result<Done>> DeleteAsync(Actor actor, string idOrName, bool force = false, int? version = null) =>
        new DeleteSecretKeys(Databases, _audit, Usage).RunAsync(actor, Project, idOrName, force, version, Stop);

    public Task<Result<Page<SecretKeysVersion>>> VersionsAsync(string idOrName) =>
        new ListSecretKeysVersions(Databases, _audit).RunAsync(Viewer, Project, idOrName, new PageRequest(), Stop);

    public Task<Result<SecretKeysUsage>> UsageAsync(string idOrName) =>
        new GetSecretKeysUsage(Databases, _audit, Usage).RunAsync(Viewer, Project, idOrName, Stop);

    public Task<IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys>> PlanAsync(params SecretKeysId[] ids) =>
        new SecretKeysMetadata(Databases, Vault).ReadAsync(Project, ids, Stop);

    public Task<Result<IReadOnlyList<OpenedEntry>>> OpenAsync(params (SecretKeysId Id, int Version)[] sets) =>
        new OpenSecretValues(Databases, Vault).RunAsync(
            Project,
            sets.ToFrozenDictionary(set => set.Id, set => set.Version),
            Stop
        );

    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using var database = Databases.CreateDbContext();
        return [.. database.AuditEntries.OrderBy(entry => entry.Sequence)];
    }

    public ValueTask DisposeAsync() => Databases.DisposeAsync();

    public static EntryInput Entry(string name, string? value) =>
        new(name, value is null ? null : new SecretText(value));
}

sealed class FakeUsage : ISecretUsage
{
    public List<(SecretKeysId Keys, SecretUser User)> Users { get; } = [];

    /// <summary>Runs after it was asked and before it answers.</summary>
    public Action OnFind { get; init; } = () => { };

    public Task<ILookup<SecretKeysId, SecretUser>> FindAsync(
        ProjectId project,
        IReadOnlyCollection<SecretKeysId>? only,
        CancellationToken stop
    )
    {
        OnFind();
        return Task.FromResult(
            Users.Where(use => only?.Contains(use.Keys) != false).ToLookup(use => use.Keys, use => use.User)
        );
    }
}
