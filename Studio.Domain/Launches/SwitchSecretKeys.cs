using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>What a switch did.</summary>
/// <param name="Services">Names of the services that bind the new collection now, in order.</param>
/// <param name="Launches">Of those that run, in the same order.</param>
public sealed record SwitchedSecretKeys(IReadOnlyList<string> Services, IReadOnlyList<LaunchId> Launches);

/// <summary>
/// Has every service that binds one collection bind another one in its place, and launches those that run, as
/// <see cref="RollOutSecretKeys"/> does. The old collection stays: both values are good until it is deleted.
/// </summary>
public sealed class SwitchSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    LaunchOrders orders,
    TimeProvider clock
)
{
    /// <param name="from">Id or name of the collection that is bound now.</param>
    /// <param name="to">Id or name of the one that takes its place.</param>
    /// <returns>
    /// <see cref="Missing"/>, <see cref="Invalid"/> (field <c>to</c>), <see cref="Stale"/>, or the problem of the first service that
    /// cannot be launched with the other collection; then nothing was changed.
    /// </returns>
    public async Task<Result<SwitchedSecretKeys>> RunAsync(
        Actor actor,
        ProjectId project,
        string from,
        string to,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.SwitchSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageServices, project, Action, stop) is { } denied)
            return denied;
        if (await audit.RefusalAsync(actor, Permission.LaunchServices, project, Action, stop) is { } refused)
            return refused;
        await using var database = await databases.CreateDbContextAsync(stop);
        var old = await database.SecretKeys.AsNoTracking().Named(project, from).SingleOrDefaultAsync(stop);
        if (old is null)
            return SecretKeysQueries.Missing;
        var next = await database.SecretKeys.AsNoTracking().Named(project, to).SingleOrDefaultAsync(stop);
        if (next is null || next.Id == old.Id)
            return new Invalid("to", next is null ? "There is no such collection." : "Choose another collection.");

        var services = await BoundAsync(database, project, old.Id, stop);
        var changed = services.ConvertAll(one => (one.Service, Definition: Switch(one.Definition, old.Id, next.Id)));
        foreach (var (service, definition) in changed)
        {
            if (!service.Revise(definition, actor.Name, clock.GetUtcNow()))
                continue;
            AuditSubject subject = new($"{service.Id}", service.Name, project);
            audit.Record(database, actor, AuditActions.UpdateService, subject, $"revision {service.Revision}");
        }

        var names = changed.ConvertAll(one => one.Service.Name);
        audit.Record(
            database,
            actor,
            Action,
            old.Subject(),
            $"to {next.Name} ({next.Id}), in {(names.Count == 0 ? "no service" : string.Join(", ", names))}"
        );
        var running = changed.FindAll(one => one.Service is { Desired: DesiredState.Running, LiveLaunch: not null });
        var launches = await orders.OrderInTurnAsync(
            database,
            actor,
            running.ConvertAll(one => (one.Service, one.Service.Revision, one.Definition)),
            stop
        );
        return launches.TryGet(out var ordered, out var problem) ? new SwitchedSecretKeys(names, ordered) : problem;
    }

    /// <summary>The services whose newest revision binds a collection, in order of name, ready to be revised.</summary>
    static async Task<List<(Service Service, ServiceDefinition Definition)>> BoundAsync(
        StudioDbContext database,
        ProjectId project,
        SecretKeysId keys,
        CancellationToken stop
    )
    {
        var subject = $"{keys}";
        var services = await database
            .Services.Where(row => row.Project == project && row.Uses.Any(use => use.Subject == subject))
            .Include(row => row.Uses)
            .OrderBy(row => row.Name)
            .ToListAsync(stop);
        var ids = services.ConvertAll(service => service.Id);
        var revisions = await database
            .ServiceRevisions.Where(row => ids.Contains(row.Service))
            .Where(row => database.Services.Any(service => service.Id == row.Service && service.Revision == row.Number))
            .ToDictionaryAsync(row => row.Service, row => row.Definition, stop);
        return services.ConvertAll(service => (service, revisions[service.Id]));
    }

    static ServiceDefinition Switch(ServiceDefinition definition, SecretKeysId from, SecretKeysId to) =>
        definition with
        {
            Bindings =
            [
                .. definition.Bindings.Select(binding =>
                    binding.SecretKeys == from ? binding with { SecretKeys = to } : binding
                ),
            ],
        };
}
