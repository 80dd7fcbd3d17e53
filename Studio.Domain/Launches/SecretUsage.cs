using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Answers which services use secret keys and pull secrets, and with which version they run.</summary>
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
            .IgnoreAutoIncludes()
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
        );
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
        var subjects = only?.Select(WireId.Format).ToList();
        var prefix = $"{TId.Prefix}-";
        var rows = await (
            from use in database.Set<ServiceUse>().AsNoTracking()
            join service in database.Services on use.Service equals service.Id
            where service.Project == project && use.Subject.StartsWith(prefix)
            where subjects == null || subjects.Contains(use.Subject)
            orderby service.Name
            select new
            {
                use.Subject,
                service.Id,
                service.Name,
                service.Desired,
                service.LiveLaunch,
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(row => new User<TId>(
                WireId.Parse<TId>(row.Subject),
                row.Id,
                row.Name,
                row.Desired == DesiredState.Running ? row.LiveLaunch : null
            )),
        ];
    }

    /// <param name="Live">The launch that it runs with; null when it is not to run.</param>
    readonly record struct User<TId>(TId Subject, ServiceId Service, string Name, LaunchId? Live);
}
