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
/// <see cref="RollOutSecretKeys"/> does. One that stopped is taken up again by doing it once more. The old collection stays: both
/// values are good until it is deleted.
/// </summary>
public sealed class SwitchSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    LaunchOrders orders,
    LaunchPlanning planning,
    TimeProvider clock
)
{
    static readonly Invalid NoSuchCollection = new("to", "There is no such collection.");

    /// <param name="from">Id or name of the collection that is bound now.</param>
    /// <param name="to">Id or name of the one that takes its place.</param>
    /// <returns>
    /// <see cref="Missing"/>, <see cref="Invalid"/> (field <c>to</c>), <see cref="Stale"/>, <see cref="Refused"/>
    /// <c>unlaunched-changes</c> (a launch would bring what somebody has stored and not launched), or the problem of the first service
    /// that cannot be launched with the other collection; then nothing was changed.
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
            return next is null ? NoSuchCollection : new Invalid("to", "Choose another collection.");

        var members = await FindMembersAsync(database, project, old.Id, next.Id, stop);
        if (members.FindAll(one => one.HasUnlaunchedChanges) is [_, ..] changed)
            return new Refused(
                "unlaunched-changes",
                $"There are changes that have not been launched: {Names(changed)}. Launch them or take them back, and switch then. Nothing was changed."
            );
        foreach (var (service, definition) in members.Select(one => (one.Service, one.Switched)))
        {
            if (!service.Revise(definition, actor.Name, clock.GetUtcNow()))
                continue;
            AuditSubject subject = new($"{service.Id}", service.Name, project);
            audit.Record(database, actor, AuditActions.UpdateService, subject, $"revision {service.Revision}");
        }

        var where = members.Count == 0 ? "no service" : Names(members);
        audit.Record(database, actor, Action, old.Subject(), $"to {next.Name} ({next.Id}), in {where}");
        if (await FindBrokenAsync(database, members.Where(one => one.Live is null), stop) is { } broken)
            return broken;
        var running = members.FindAll(one => one.Live is not null);
        var planned = await orders.PlanInTurnAsync(
            database,
            actor,
            running.ConvertAll(one => (one.Service, one.Service.Revision, one.Switched)),
            stop
        );
        if (!planned.TryGet(out var launches, out var problem))
            return problem;
        // What they bind from now on must still be there when it is saved.
        await database.TakeTurnAsync(stop);
        if (!await database.SecretKeys.AnyAsync(row => row.Id == next.Id, stop))
            return NoSuchCollection;
        return (await orders.BeginInTurnAsync(database, launches, stop)).TryGet(out var ordered, out problem)
            ? new SwitchedSecretKeys([.. members.Select(one => one.Service.Name)], ordered)
            : problem;
    }

    /// <summary>The services that bind a collection in their newest revision, or run with it, in order of name, ready to be revised.</summary>
    static async Task<List<Member>> FindMembersAsync(
        StudioDbContext database,
        ProjectId project,
        SecretKeysId from,
        SecretKeysId to,
        CancellationToken stop
    )
    {
        var subject = $"{from}";
        var services = await database
            .Services.Where(row => row.Project == project)
            .Where(row =>
                row.Uses.Any(use => use.Subject == subject)
                || database.Launches.Any(launch => launch.Id == row.LiveLaunch && launch.Revision != row.Revision)
            )
            .Include(row => row.Uses)
            .OrderBy(row => row.Name)
            .ToListAsync(stop);
        var ids = services.ConvertAll(service => service.Id);
        var running = await database
            .Launches.Where(row => ids.Contains(row.Service))
            .Where(row => database.Services.Any(one => one.LiveLaunch == row.Id && one.Desired == DesiredState.Running))
            .Select(row => new { row.Service, row.Revision })
            .ToDictionaryAsync(row => row.Service, row => row.Revision, stop);
        await database
            .ServiceRevisions.Where(row => ids.Contains(row.Service))
            .Where(row =>
                database.Services.Any(one =>
                    one.Id == row.Service
                    && (
                        one.Revision == row.Number
                        || database.Launches.Any(launch => launch.Id == one.LiveLaunch && launch.Revision == row.Number)
                    )
                )
            )
            .LoadAsync(stop);
        var members = services.ConvertAll(service => new Member(
            service,
            service.Definition(service.Revision),
            running.TryGetValue(service.Id, out var number) ? service.Definition(number) : null,
            from,
            to
        ));
        return members.FindAll(one => one.UsesOld);
    }

    /// <summary>What is not launched now is to be launchable, as far as secrets go: nobody would look at it before it is needed.</summary>
    async Task<Refused?> FindBrokenAsync(StudioDbContext database, IEnumerable<Member> stopped, CancellationToken stop)
    {
        foreach (var (service, definition) in stopped.Select(one => (one.Service, one.Switched)))
        {
            var plan = await planning.PlanAsync(database, service.Project, definition, service.Revision, null, stop);
            if (plan.Problems.FirstOrDefault(problem => problem.IsOfBindings) is { } first)
                return new Refused(first.Code, $"{service.Name}: {first.Message} Nothing was changed.");
        }

        return null;
    }

    static string Names(IEnumerable<Member> members) => string.Join(", ", members.Select(one => one.Service.Name));

    /// <summary>One of the services that a switch is about.</summary>
    /// <param name="Newest">What is stored.</param>
    /// <param name="Live">What it runs with; null when it does not run.</param>
    sealed record Member(
        Service Service,
        ServiceDefinition Newest,
        ServiceDefinition? Live,
        SecretKeysId From,
        SecretKeysId To
    )
    {
        /// <summary>The newest definition with the other collection. It may be that already: an earlier switch did not come to its end.</summary>
        public ServiceDefinition Switched { get; } = Newest.Rebound(From, To);

        public bool UsesOld => Newest.Binds(From) || Live?.Binds(From) == true;

        /// <summary>Whether a launch would bring more than the other collection.</summary>
        public bool HasUnlaunchedChanges => Live?.Rebound(From, To).IsSameAs(Switched) == false;
    }
}
