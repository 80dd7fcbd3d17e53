using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <param name="Check">Of the live revision; null: the image's own, or none.</param>
/// <param name="State"><c>healthy</c>, <c>unhealthy</c>, <c>starting</c> or <c>none</c>.</param>
/// <param name="Probes">Newest first.</param>
public sealed record ServiceHealth(HealthCheck? Check, string State, IReadOnlyList<ServiceProbe> Probes);

/// <summary>One answer of a service's health check.</summary>
/// <param name="Output">What the command printed, or what became of the HTTP request; null where there is nothing to say.</param>
public sealed record ServiceProbe(DateTimeOffset At, TimeSpan Took, bool Healthy, RedactedText? Output);

/// <summary>Shows what the last health checks of a service's live container found.</summary>
public sealed class GetServiceHealth(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IContainerEngine engine,
    HealthMonitor monitor,
    InstanceValues values
)
{
    const int LongestOutput = 500;

    /// <returns>What is known; or <see cref="Denied"/>, <see cref="Missing"/> or <see cref="EngineUnavailable"/>; while sealed
    /// the output of health commands is left out.</returns>
    public async Task<Result<ServiceHealth>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.health", stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var live = await database
            .Launches.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == service.LiveLaunch, stop);
        if (live?.ContainerId is not { } container)
            return new ServiceHealth(null, "none", []);
        var check = await database
            .ServiceRevisions.AsNoTracking()
            .Where(row => row.Service == service.Id && row.Number == live.Revision)
            .Select(row => row.Definition)
            .SingleAsync(stop);
        if (monitor.Readings(container) is { } readings)
            return new ServiceHealth(check.Health, monitor.Find(container) ?? "none", [.. readings.Select(Probe)]);
        try
        {
            var facts = await engine.FindContainerAsync(container, stop);
            var probes = facts?.Probes ?? [];
            var known = probes.Count > 0 ? await KnownAsync(live, stop) : null;
            return new ServiceHealth(
                check.Health,
                facts?.Health ?? "none",
                [.. probes.Reverse().Select(probe => Probe(probe, known))]
            );
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }
    }

    async Task<KnownValues?> KnownAsync(Launch live, CancellationToken stop)
    {
        try
        {
            return await values.OfAsync(live, stop);
        }
        catch (SealedException)
        {
            return null;
        }
    }

    static ServiceProbe Probe(HealthReading reading) =>
        new(
            reading.At,
            reading.Took,
            reading.Failure is null,
            reading.Failure is { } failure ? KnownValues.None.Redact(failure) : null
        );

    static ServiceProbe Probe(ContainerProbe probe, KnownValues? known) =>
        new(
            probe.At,
            probe.Took,
            probe.ExitCode == 0,
            probe.Output.Trim() is { Length: > 0 } output ? known?.Redact(output).Shortened(LongestOutput) : null
        );
}
