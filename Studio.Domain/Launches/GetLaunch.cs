using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <param name="ServiceName">As the service is called now.</param>
public sealed record LaunchView(Launch Launch, string ServiceName);

/// <summary>Shows one launch.</summary>
public sealed class GetLaunch(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    /// <returns>The launch; or <see cref="Denied"/> or <see cref="Missing"/>.</returns>
    public async Task<Result<LaunchView>> RunAsync(Actor actor, LaunchId id, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.View, actor.Project, "launch.get", stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var found = await database
            .Launches.AsNoTracking()
            .Where(launch => launch.Id == id)
            .Join(
                database.Services,
                launch => launch.Service,
                service => service.Id,
                (launch, service) => new { launch, service.Name }
            )
            .SingleOrDefaultAsync(stop);
        return found is null || !actor.Can(Permission.View, found.launch.Project)
            ? new Missing("The launch")
            : new LaunchView(found.launch, found.Name);
    }
}

/// <summary>Follows one launch: what has happened so far, then what happens, until it has ended.</summary>
public sealed class FollowLaunch(GetLaunch launches, LaunchFeed feed)
{
    /// <returns>The events; or <see cref="Denied"/> or <see cref="Missing"/>.</returns>
    public async Task<Result<IAsyncEnumerable<LaunchEvent>>> RunAsync(Actor actor, LaunchId id, CancellationToken stop)
    {
        // First the feed, then the record: a launch that ends in between is found ended.
        var live = feed.Follow(id, stop);
        if (!(await launches.RunAsync(actor, id, stop)).TryGet(out var view, out var problem))
            return problem;
        return Result<IAsyncEnumerable<LaunchEvent>>.Success(
            live is null ? RecordedAsync(view.Launch) : FollowedAsync(actor, id, live, stop)
        );
    }

    async IAsyncEnumerable<LaunchEvent> FollowedAsync(
        Actor actor,
        LaunchId id,
        IAsyncEnumerable<LaunchEvent> live,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var said = false;
        await foreach (var happened in live.WithCancellation(stop))
        {
            said = happened.State is not (null or LaunchState.Queued or LaunchState.Running);
            yield return happened;
        }

        // The last line says the state that it ended in, also when the follower joined after that had been told.
        if (!said && (await launches.RunAsync(actor, id, stop)).TryGet(out var view, out _))
            yield return Last(view.Launch);
    }

    static async IAsyncEnumerable<LaunchEvent> RecordedAsync(Launch launch)
    {
        foreach (var step in launch.Steps.Where(step => step.State != StepState.Waiting))
            yield return new LaunchEvent(step.EndedAt ?? step.StartedAt ?? launch.CreatedAt, StepFacts.Of(step));
        yield return Last(launch);
        await Task.CompletedTask;
    }

    static LaunchEvent Last(Launch launch) =>
        new(launch.EndedAt ?? launch.CreatedAt, State: launch.State, Error: launch.Error);
}
