using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Timeline;

namespace Studio.Domain.Launches;

/// <summary>One moment in the life of a service: of its container, or of a launch.</summary>
/// <param name="Container">What happened to its container; null: <paramref name="Launch"/> began or ended.</param>
/// <param name="Launch">The launch that it belongs to.</param>
/// <param name="Outcome">How the launch ended; null at its beginning, and for events of a container.</param>
public sealed record ServiceMoment(
    DateTimeOffset At,
    ServiceEvent? Container,
    LaunchMoment? Launch,
    LaunchState? Outcome
);

/// <param name="By">Who ordered it.</param>
/// <param name="Error">Why it failed, redacted.</param>
public sealed record LaunchMoment(LaunchId Id, LaunchReason Reason, int Revision, string By, string? Error);

/// <summary>Lists what happened to a service, newest first: events of its containers, and its launches among them.</summary>
public sealed class ListServiceEvents(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    /// <summary>How many launches are looked back to: about as far as the events of containers are kept.</summary>
    const int Launches = 250;

    /// <returns>One page; or <see cref="Denied"/>, <see cref="Missing"/> or <see cref="Invalid"/>.</returns>
    public async Task<Result<Page<ServiceMoment>>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        PageRequest page,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.events", stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .Select(row => (ServiceId?)row.Id)
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var events = await database
            .Set<ServiceEvent>()
            .AsNoTracking()
            .Where(row => row.Service == service)
            .OrderByDescending(row => row.Id)
            .Take(ServiceTimeline.Kept)
            .ToListAsync(stop);
        var launches = await database
            .Launches.AsNoTracking()
            .Where(row => row.Service == service)
            .OrderByDescending(row => row.Id)
            .Take(Launches)
            .Select(row => new
            {
                Moment = new LaunchMoment(row.Id, row.Reason, row.Revision, row.StartedBy, row.Error),
                row.State,
                row.CreatedAt,
                row.LiveAt,
                row.EndedAt,
            })
            .ToListAsync(stop);
        List<ServiceMoment> moments =
        [
            .. events.Select(one => new ServiceMoment(one.At, one, null, null)),
            .. launches.Select(one => new ServiceMoment(one.CreatedAt, null, one.Moment, null)),
            .. launches
                .Where(one => one.EndedAt is not null)
                // What was live came to a good end, whatever has taken its place since.
                .Select(one => new ServiceMoment(
                    one.LiveAt ?? one.EndedAt!.Value,
                    null,
                    one.Moment,
                    one.LiveAt is null ? one.State : LaunchState.Live
                )),
        ];
        var newest = moments.OrderByDescending(one => one.At).Skip(page.Skip).Take(page.Size);
        return new Page<ServiceMoment>([.. newest], page.Number, page.Size, moments.Count);
    }
}
