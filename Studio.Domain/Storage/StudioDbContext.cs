using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Vault;

namespace Studio.Domain.Storage;

/// <summary>
/// The database. Short-lived: a use case takes one from <see cref="IDbContextFactory{TContext}"/>, saves once and disposes it.
/// </summary>
/// <remarks>Tables are configured by their slices (<c>…Configuration</c>); this class holds what is true for all of them.</remarks>
public sealed class StudioDbContext(DbContextOptions<StudioDbContext> options, WriteGate gate)
    : IdentityUserContext<User, Guid>(options)
{
    IDisposable? _turn;

    public DbSet<Installation> Installations => Set<Installation>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<SecretKeyCollection> SecretKeys => Set<SecretKeyCollection>();

    public DbSet<PullSecret> PullSecrets => Set<PullSecret>();

    public DbSet<Service> Services => Set<Service>();

    public DbSet<ServiceRevision> ServiceRevisions => Set<ServiceRevision>();

    public DbSet<Launch> Launches => Set<Launch>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(StudioDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTimeOffset>().HaveConversion<SortableTime>();
        configuration.Properties<ProjectId>().HaveConversion<WireIdConverter<ProjectId>>();
        configuration.Properties<UserId>().HaveConversion<WireIdConverter<UserId>>();
        configuration.Properties<TokenId>().HaveConversion<WireIdConverter<TokenId>>();
        configuration.Properties<AuditEntryId>().HaveConversion<WireIdConverter<AuditEntryId>>();
        configuration.Properties<SecretKeysId>().HaveConversion<WireIdConverter<SecretKeysId>>();
        configuration.Properties<SecretOwner>().HaveConversion<SecretOwnerConverter>();
        configuration.Properties<PullSecretId>().HaveConversion<WireIdConverter<PullSecretId>>();
        configuration.Properties<ServiceId>().HaveConversion<WireIdConverter<ServiceId>>();
        configuration.Properties<RevisionId>().HaveConversion<WireIdConverter<RevisionId>>();
        configuration.Properties<LaunchId>().HaveConversion<WireIdConverter<LaunchId>>();
    }

    /// <summary>
    /// Takes the writers' turn before the save, so that what is read from here on is still true then. It ends with the save, or with
    /// the context. Nothing slow belongs in between.
    /// </summary>
    /// <exception cref="SealedException">The vault is sealed: nothing is written.</exception>
    public async Task TakeTurnAsync(CancellationToken stop) => _turn ??= await gate.EnterAsync(stop);

    /// <summary>Not used: every save is asynchronous, through the gate.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously.");

    /// <summary>Saves in one transaction, audit entries put at the end of their chain.</summary>
    /// <exception cref="SealedException">The vault is sealed: nothing is written.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Someone else changed a row in the meantime.</exception>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        using var taken = _turn;
        _turn = null;
        if (!ChangeTracker.HasChanges())
            return 0;
        using var turn = taken is null ? await gate.EnterAsync(cancellationToken) : null;
        try
        {
            await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
            await ChainAuditAsync(cancellationToken);
            var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return rows;
        }
        catch (Exception exception) when (DatabaseOutages.Find(exception) is { Code: "database-busy" })
        {
            gate.RefuseWaiting();
            throw;
        }
    }

    public override void Dispose()
    {
        _turn?.Dispose();
        _turn = null;
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        _turn?.Dispose();
        _turn = null;
        return base.DisposeAsync();
    }

    async Task ChainAuditAsync(CancellationToken stop)
    {
        // Kept entries are never changed: the log is append-only for this program too.
        var audit = ChangeTracker.Entries<AuditEntry>().ToList();
        if (audit.Exists(entry => entry.State is EntityState.Modified or EntityState.Deleted))
            throw new InvalidOperationException("The audit log is append-only.");
        var added = audit.Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity).ToList();
        if (added.Count == 0)
            return;
        var last = await AuditEntries
            .AsNoTracking()
            .OrderByDescending(entry => entry.Sequence)
            .Select(entry => new { entry.Sequence, entry.Hash })
            .FirstOrDefaultAsync(stop);
        var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? AuditEntry.Genesis);
        foreach (var entry in added)
        {
            entry.Chain(++sequence, hash);
            hash = entry.Hash;
        }
    }
}
