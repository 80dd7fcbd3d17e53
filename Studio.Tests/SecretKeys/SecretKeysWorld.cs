using System.Collections.Frozen;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;
using Studio.Domain.Vault;
using Studio.Tests.Hosting;
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
        _audit = new AuditTrail(databases, Clock);
        _reader = new SecretKeysReader(Vault, Usage);
        Pruning = new VersionPruning(databases, Usage);
        _change = new SecretKeysChange(databases, _audit, Vault, _reader, Pruning, Clock);
        Owner = databases.Project;
    }

    public static async Task<SecretKeysWorld> CreateAsync() => new(await TestDatabase.CreateAsync());

    public static Actor Administrator { get; } =
        new() { Name = "ann@example.com", Permissions = Roles.Permissions(Role.Administrator) };

    public static Actor Viewer { get; } =
        new() { Name = "vic@example.com", Permissions = Roles.Permissions(Role.Viewer) };

    public static Actor Stranger { get; } = Administrator with { Name = "sam@example.com", Project = ProjectId.New() };

    public TestDatabase Databases { get; }

    public ManualClock Clock { get; } = new();

    /// <summary>Whose library everything here is about.</summary>
    public SecretOwner Owner { get; set; }

    public ProjectId Project => Databases.Project;

    public SecretVault Vault { get; } = new(new VaultRing(new EphemeralDataProtectionProvider()));

    public FakeUsage Usage { get; } = new();

    public VersionPruning Pruning { get; }

    public Task<Result<SecretKeysView>> CreateAsync(Actor actor, string name, params EntryInput[] entries) =>
        StoreAsync(actor, new SecretKeysDraft(name, null, entries));

    public Task<Result<SecretKeysView>> StoreAsync(Actor actor, SecretKeysDraft draft) =>
        new CreateSecretKeys(Databases, _audit, Vault, _reader, new OpenSecretValues(Databases, Vault), Clock).RunAsync(
            actor,
            Owner,
            draft,
            Stop
        );

    public async Task<SecretKeysView> GivenAsync(string name, params EntryInput[] entries) =>
        (await CreateAsync(Administrator, name, entries)).Value;

    public Task<Result<Page<SecretKeysListItem>>> ListAsync(PageRequest page, bool unused = false) =>
        new ListSecretKeys(Databases, _audit, Usage, Clock).RunAsync(Viewer, Owner, page, unused, Stop);

    public Task<Result<SecretKeysView>> GetAsync(Actor actor, string idOrName) =>
        new GetSecretKeys(Databases, _audit, _reader).RunAsync(actor, Owner, idOrName, Stop);

    public Task<Result<SecretKeysView>> UpdateAsync(
        Actor actor,
        string idOrName,
        string name,
        EntryInput[]? entries,
        int? version = null
    ) =>
        new UpdateSecretKeys(_audit, _change).RunAsync(
            actor,
            Owner,
            idOrName,
            name,
            "about the weather",
            entries,
            null,
            version,
            Stop
        );

    public Task<Result<SecretKeysView>> SetAsync(Actor actor, string idOrName, EntryInput entry, int? version = null) =>
        new SetEntry(_audit, _change).RunAsync(actor, Owner, idOrName, entry, version, Stop);

    public Task<Result<SecretKeysView>> RemoveAsync(Actor actor, string idOrName, string entry, int? version = null) =>
        new RemoveEntry(_audit, _change).RunAsync(actor, Owner, idOrName, entry, version, Stop);

    public Task<Result<Done>> DeleteAsync(Actor actor, string idOrName, bool force = false, int? version = null) =>
        new DeleteSecretKeys(Databases, _audit, Usage, Pruning, Clock).RunAsync(
            actor,
            Owner,
            idOrName,
            force,
            version,
            Stop
        );

    public Task<Result<Page<SecretKeysVersion>>> VersionsAsync(string idOrName) =>
        new ListSecretKeysVersions(Databases, _audit).RunAsync(Viewer, Owner, idOrName, new PageRequest(), Stop);

    public Task<Result<SecretKeysView>> RestoreAsync(Actor actor, string idOrName, int version, int? expected = null) =>
        new RestoreSecretKeys(_audit, _change).RunAsync(actor, Owner, idOrName, version, expected, Stop);

    public Task<Result<SecretKeysDiff>> ImportAsync(
        Actor actor,
        string idOrName,
        string dotenv,
        ImportMode mode = ImportMode.Merge,
        bool dryRun = false,
        bool allowReserved = false,
        int? version = null
    ) =>
        new ImportSecretKeys(_audit, _change).RunAsync(
            actor,
            Owner,
            idOrName,
            new SecretText(dotenv),
            mode,
            allowReserved,
            dryRun,
            version,
            Stop
        );

    public Task<Result<IReadOnlyList<PresetView>>> PresetsAsync(Actor actor) =>
        new ListPresets(Databases, _audit).RunAsync(actor, Owner, Stop);

    public Task<Result<IReadOnlyList<ExpiringEntry>>> ExpiringAsync(Actor actor) =>
        new ListExpiringEntries(Databases, _audit, Clock).RunAsync(actor, Owner, Stop);

    public Task RemindAsync() =>
        new ExpiryReminders(Databases, _audit, new WriteGate(), Clock, NullLogger<ExpiryReminders>.Instance).LookAsync(
            Stop
        );

    public Task<Result<SelectedSecrets>> SelectAsync(Actor actor, params string[] selectors) =>
        new ResolveSelectors(Databases, _audit).RunAsync(actor, selectors, Stop);

    /// <summary>Launches that named older versions are gone.</summary>
    public Task PruneAsync(params SecretKeysId[] ids) => Pruning.RunAsync(ids, allDeleted: false, Stop);

    public Task<Result<SecretKeysUsage>> UsageAsync(string idOrName) =>
        new GetSecretKeysUsage(Databases, _audit, Usage).RunAsync(Viewer, Owner, idOrName, Stop);

    public Task<IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys>> PlanAsync(params SecretKeysId[] ids) =>
        new SecretKeysMetadata(Databases, Vault).ReadAsync(Owner, ids, Stop);

    public Task<Result<IReadOnlyList<OpenedEntry>>> OpenAsync(params (SecretKeysId Id, int Version)[] sets) =>
        new OpenSecretValues(Databases, Vault).RunAsync(
            Owner,
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

    public Dictionary<string, IReadOnlySet<string>?> Taken { get; } = [];

    public Dictionary<SecretKeysId, DateTimeOffset> LastUses { get; } = [];

    public HashSet<int> NamedVersions { get; } = [];

    public Task<IReadOnlyDictionary<string, IReadOnlySet<string>?>> FindTakenAsync(
        ProjectId project,
        SecretKeysId keys,
        CancellationToken stop
    ) => Task.FromResult<IReadOnlyDictionary<string, IReadOnlySet<string>?>>(Taken);

    public Task<IReadOnlyDictionary<SecretKeysId, DateTimeOffset>> FindLastUsesAsync(
        ProjectId project,
        CancellationToken stop
    ) => Task.FromResult<IReadOnlyDictionary<SecretKeysId, DateTimeOffset>>(LastUses);

    public Task<IReadOnlySet<int>> FindNamedVersionsAsync(SecretKeysId keys, CancellationToken stop) =>
        Task.FromResult<IReadOnlySet<int>>(NamedVersions);

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
