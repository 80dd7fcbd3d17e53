using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Brings the stored version of a collection to the services that run with an older one: one after the other, in order of their names,
/// each of them healthy before the next begins. The first failure ends it: that service runs on with what it had, and so do those after it.
/// </summary>
public sealed class RollOutSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    ISecretUsage usage,
    LaunchOrders orders
)
{
    /// <returns>
    /// The launches, in order; none when every service that runs has the stored version, and of a personal collection, which no service
    /// uses. <see cref="Missing"/>, or the problem of the
    /// first service that cannot be launched, and then none is.
    /// </returns>
    public async Task<Result<IReadOnlyList<LaunchId>>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.RollOutSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.LaunchServices, owner, Action, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var keys = await database.SecretKeys.AsNoTracking().Named(owner, idOrName).SingleOrDefaultAsync(stop);
        if (keys is null)
            return SecretKeysQueries.Missing;
        var users = (await usage.OfAsync(owner, [keys.Id], stop))[keys.Id];
        var stale = users
            .Where(user => user.IsStale(keys.Version))
            .Select(user => WireId.Parse<ServiceId>(user.Id))
            .ToList();
        var services = await (
            from service in database.Services
            join launch in database.Launches on service.LiveLaunch equals (LaunchId?)launch.Id
            join revision in database.ServiceRevisions
                on new { Service = service.Id, Number = launch.Revision } equals new
                {
                    revision.Service,
                    revision.Number,
                }
            where stale.Contains(service.Id)
            orderby service.Name
            select new
            {
                Service = service,
                launch.Revision,
                revision.Definition,
            }
        ).ToListAsync(stop);
        if (services.Count == 0)
            return Array.Empty<LaunchId>();
        var names = string.Join(", ", services.Select(row => row.Service.Name));
        audit.Record(database, actor, Action, keys.Subject(), $"version {keys.Version}, to {names}");
        return await orders.OrderInTurnAsync(
            database,
            actor,
            [.. services.Select(row => (row.Service, row.Revision, row.Definition))],
            stop
        );
    }
}
