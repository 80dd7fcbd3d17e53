using Microsoft.AspNetCore.DataProtection;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.Vault;
using Studio.Tests.Storage;

namespace Studio.Tests.PullSecrets;

/// <summary>The slice on a real database and real cryptography; who uses what, and what a registry says, is told by the test.</summary>
sealed class PullSecretsWorld : IAsyncDisposable
{
    /// <summary>The form of a real key file; the key in it is not one.</summary>
    public const string JsonKey = """
        {
          "type": "service_account",
          "project_id": "acme-prod",
          "private_key": "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5LTVmM2M5YS1rZXk=\n-----END PRIVATE KEY-----\n",
          "client_email": "puller@acme-prod.iam.gserviceaccount.com",
          "token_uri": "https://oauth2.googleapis.com/token"
        }
        """;

    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    readonly AuditTrail _audit;
    readonly RegistryTester _tester;

    PullSecretsWorld(TestDatabase databases)
    {
        Databases = databases;
        _audit = new AuditTrail(databases, TimeProvider.System);
        _tester = new RegistryTester(_audit, Probe);
    }

    public static async Task<PullSecretsWorld> CreateAsync() => new(await TestDatabase.CreateAsync());

    public static Actor Administrator { get; } =
        new() { Name = "ann@example.com", Permissions = Roles.Permissions(Role.Administrator) };

    public static Actor Viewer { get; } =
        new() { Name = "vic@example.com", Permissions = Roles.Permissions(Role.Viewer) };

    public TestDatabase Databases { get; }

    public ProjectId Project => Databases.Project;

    public SecretVault Vault { get; } = new(new VaultRing(new EphemeralDataProtectionProvider()));

    public FakePullSecretUsage Usage { get; } = new();

    public FakeProbe Probe { get; } = new();

    public RegistryRules Registries { get; set; } = new(DenyPrivate: false);

    public static OtherAccount Other(string server = "registry.example.com", string? password = "other-password") =>
        new()
        {
            Server = server,
            Username = "deploy",
            Password = password is null ? null : new SecretText(password),
        };

    public Task<Result<PullSecretView>> CreateAsync(Actor actor, string? name, RegistryAccount account) =>
        new CreatePullSecret(Databases, _audit, Vault, Registries, TimeProvider.System).RunAsync(
            actor,
            Project,
            name,
            account,
            Stop
        );

    public async Task<PullSecretView> GivenAsync(string name, RegistryAccount account) =>
        (await CreateAsync(Administrator, name, account)).Value;

    public Task<Result<PullSecretView>> UpdateAsync(
        Actor actor,
        string idOrName,
        string name,
        RegistryAccount account,
        int? version = null
    ) =>
        new UpdatePullSecret(Databases, _audit, Vault, Registries, Usage, TimeProvider.System).RunAsync(
            actor,
            Project,
            idOrName,
            name,
            account,
            version,
            Stop
        );

    public Task<Result<Done>> DeleteAsync(Actor actor, string idOrName, int? version = null) =>
        new DeletePullSecret(Databases, _audit, Usage).RunAsync(actor, Project, idOrName, version, Stop);

    public Task<Result<PullSecretView>> GetAsync(Actor actor, string idOrName) =>
        new GetPullSecret(Databases, _audit, Vault, Usage).RunAsync(actor, Project, idOrName, Stop);

    public Task<Result<Page<PullSecretView>>> ListAsync(PageRequest page) =>
        new ListPullSecrets(Databases, _audit, Vault, Usage).RunAsync(Viewer, Project, page, Stop);

    public Task<Result<RegistryCredentials>> OpenAsync(PullSecretId id, string image) =>
        new OpenCredentials(Databases, Vault).RunAsync(Project, id, Image(image), Stop);

    public Task<Result<RegistryTest>> TestAsync(Actor actor, string idOrName, string? image = null) =>
        new TestPullSecret(Databases, _audit, Vault, _tester).RunAsync(actor, Project, idOrName, image, Stop);

    public Task<Result<RegistryTest>> TestUnsavedAsync(Actor actor, RegistryAccount account, string? image = null) =>
        new TestUnsavedPullSecret(_audit, Registries, _tester).RunAsync(actor, Project, null, account, image, Stop);

    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using var database = Databases.CreateDbContext();
        return [.. database.AuditEntries.OrderBy(entry => entry.Sequence)];
    }

    public static ImageReference Image(string text) =>
        ImageReference.TryParse(text, out var image, out var error) ? image : throw new ArgumentException(error);

    public ValueTask DisposeAsync() => Databases.DisposeAsync();
}

sealed class FakePullSecretUsage : IPullSecretUsage
{
    public List<(PullSecretId Secret, PullSecretUser User)> Users { get; } = [];

    public Task<ILookup<PullSecretId, PullSecretUser>> FindAsync(
        ProjectId project,
        IReadOnlyCollection<PullSecretId>? only,
        CancellationToken stop
    ) =>
        Task.FromResult(
            Users.Where(use => only?.Contains(use.Secret) != false).ToLookup(use => use.Secret, use => use.User)
        );
}

sealed class FakeProbe : IRegistryProbe
{
    public List<RegistryCredentials> Given { get; } = [];

    public IReadOnlyList<ProbeStep> Answer { get; set; } = [new(ProbeSteps.Dns, true, "Fine.", TimeSpan.Zero)];

    public Task<IReadOnlyList<ProbeStep>> RunAsync(
        RegistryCredentials credentials,
        ImageReference? image,
        CancellationToken stop
    )
    {
        Given.Add(credentials);
        return Task.FromResult(Answer);
    }
}
