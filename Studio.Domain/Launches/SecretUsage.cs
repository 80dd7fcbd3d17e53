using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Answers which services use secret keys and pull secrets, in their newest revision or the live one, and with which version they run.
/// </summary>
public sealed class SecretUsage(IDbContextFactory<StudioDbContext> databases) : ISecretUsage, IPullSecretUsage
{
    async Task<ILookup<SecretKeysId, SecretUser>> ISecretUsage.FindAsync(
        ProjectId project,
        IReadOnlyCollection<SecretKeysId>? only,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var users = await FindAsync<SecretKeysId>(database, project, only, stop);
        var liveIds = users.Select(user => user.Live).OfType<LaunchId>().Distinct().ToList();
        var versions = await database
            .Launches.AsNoTracking()
            .Where(row => liveIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.SecretVersions, stop);
        return users.ToLookup(
            user => user.Subject,
            user => new SecretUser(
                $"{user.Service}",
                user.Name,
                user.Live is not null,
                user.Live is { } live
                    ? versions.GetValueOrDefault(live)?.Find(used => used.Id == $"{user.Subject}")?.Version
                    : null
            )
            {
                RevisedAt = user.RevisedAt,
            }
        );
    }

    async Task<IReadOnlyDictionary<string, IReadOnlySet<string>?>> ISecretUsage.FindTakenAsync(
        ProjectId project,
        SecretKeysId keys,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var users = await FindAsync<SecretKeysId>(database, project, [keys], stop);
        var services = users.Select(user => user.Service).Distinct().ToList();
        var definitions = await (
            from service in database.Services.AsNoTracking()
            from revision in database.ServiceRevisions.Where(row => row.Service == service.Id)
            where services.Contains(service.Id)
            where
                revision.Number == service.Revision
                || database.Launches.Any(row => row.Id == service.LiveLaunch && row.Revision == revision.Number)
            select new { service.Id, revision.Definition }
        ).ToListAsync(stop);
        return definitions
            .GroupBy(row => row.Id, row => row.Definition.Bindings.Where(binding => binding.SecretKeys == keys))
            .ToDictionary(
                service => $"{service.Key}",
                IReadOnlySet<string>? (service) =>
                    service.SelectMany(bindings => bindings).ToList() is var bindings
                    && bindings.TrueForAll(binding => binding.Only is not null)
                        ? bindings.SelectMany(binding => binding.Only!).ToHashSet()
                        : null
            );
    }

    async Task<IReadOnlyDictionary<SecretKeysId, DateTimeOffset>> ISecretUsage.FindLastUsesAsync(
        ProjectId project,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database
            .Launches.AsNoTracking()
            .Where(row => row.Project == project)
            .SelectMany(row => row.SecretVersions, (row, used) => new { used.Id, row.CreatedAt })
            .GroupBy(use => use.Id)
            .Select(uses => new { Id = uses.Key, At = uses.Max(use => use.CreatedAt) })
            .ToDictionaryAsync(last => WireId.Parse<SecretKeysId>(last.Id), last => last.At, stop);
    }

    async Task<IReadOnlySet<int>> ISecretUsage.FindNamedVersionsAsync(SecretKeysId keys, CancellationToken stop)
    {
        var id = $"{keys}";
        await using var database = await databases.CreateDbContextAsync(stop);
        var versions = await database
            .Launches.AsNoTracking()
            .SelectMany(row => row.SecretVersions)
            .Where(used => used.Id == id)
            .Select(used => used.Version)
            .Union(database.Set<GivenSecret>().Where(given => given.Collection == id).Select(given => given.Version))
            .ToListAsync(stop);
        return versions.ToHashSet();
    }

    async Task<ILookup<PullSecretId, PullSecretUser>> IPullSecretUsage.FindAsync(
        ProjectId project,
        IReadOnlyCollection<PullSecretId>? only,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return (await FindAsync<PullSecretId>(database, project, only, stop)).ToLookup(
            user => user.Subject,
            user => new PullSecretUser($"{user.Service}", user.Name, user.Live is not null)
        );
    }

    static async Task<List<User<TId>>> FindAsync<TId>(
        StudioDbContext database,
        ProjectId project,
        IReadOnlyCollection<TId>? only,
        CancellationToken stop
    )
        where TId : struct, IWireId<TId>
    {
        var subjects = only?.Select(WireId.Format).ToHashSet();
        var newest = await (
            from use in database.Set<ServiceUse>().AsNoTracking()
            join service in database.Services on use.Service equals service.Id
            where service.Project == project && (subjects == null || subjects.Contains(use.Subject))
            select new Use(
                use.Subject,
                service.Id,
                service.Name,
                service.Desired,
                service.LiveLaunch,
                service.UpdatedAt
            )
        ).ToListAsync(stop);
        // What is live may be older than what is stored, and a restart takes it again.
        var live = await (
            from service in database.Services.AsNoTracking()
            join launch in database.Launches on service.LiveLaunch equals (LaunchId?)launch.Id
            join revision in database.ServiceRevisions
                on new { Service = service.Id, Number = launch.Revision } equals new
                {
                    revision.Service,
                    revision.Number,
                }
            where service.Project == project && launch.Revision != service.Revision
            select new
            {
                revision.Definition,
                service.Id,
                service.Name,
                service.Desired,
                service.LiveLaunch,
                service.UpdatedAt,
            }
        ).ToListAsync(stop);
        var older =
            from row in live
            from subject in row.Definition.Subjects()
            where subjects?.Contains(subject) != false
            select new Use(subject, row.Id, row.Name, row.Desired, row.LiveLaunch, row.UpdatedAt);
        var prefix = $"{TId.Prefix}-";
        return
        [
            .. newest
                .Concat(older)
                .Distinct()
                .Where(use => use.Subject.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(use => use.Name, StringComparer.Ordinal)
                .Select(use => new User<TId>(
                    WireId.Parse<TId>(use.Subject),
                    use.Service,
                    use.Name,
                    use.Desired == DesiredState.Running ? use.Live : null,
                    use.RevisedAt
                )),
        ];
    }

    readonly record struct Use(
        string Subject,
        ServiceId Service,
        string Name,
        DesiredState Desired,
        LaunchId? Live,
        DateTimeOffset RevisedAt
    );

    /// <param name="Live">The launch that it runs with; null when it is not to run.</param>
    readonly record struct User<TId>(
        TId Subject,
        ServiceId Service,
        string Name,
        LaunchId? Live,
        DateTimeOffset RevisedAt
    );
}
