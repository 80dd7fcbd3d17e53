using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.PullSecrets;
using Studio.Domain.Redaction;
using Studio.Domain.SecretKeys;

namespace Studio.Domain.Launches;

/// <summary>The steps of a launch, each for itself. What can hang has a limit, so that a launch always ends.</summary>
public sealed class LaunchSteps(
    AuditTrail audit,
    LaunchPlanning planning,
    OpenSecretValues secretValues,
    OpenCredentials pullCredentials,
    ImagePull images,
    HealthWait health,
    LaunchStorage storage,
    ProjectNetworks networks,
    IContainerEngine engine,
    ContainerLabels labels,
    LaunchFeed feed,
    TimeProvider clock
)
{
    /// <summary>How long the engine may take for one request of a step.</summary>
    static readonly TimeSpan EngineLimit = TimeSpan.FromMinutes(2);

    /// <summary>Plans, and opens the secrets that the plan names.</summary>
    internal async Task ResolveAsync(LaunchAttempt attempt, CancellationToken stop)
    {
        var (database, launch) = (attempt.Database, attempt.Launch);
        var revision = await database
            .ServiceRevisions.AsNoTracking()
            .SingleAsync(row => row.Service == launch.Service && row.Number == launch.Revision, stop);
        var plan =
            attempt.Ordered
            ?? await planning.PlanAsync(
                database,
                launch.Project,
                revision.Definition,
                revision.Number,
                Pins.Of(launch),
                stop
            );
        if (plan.Problems is [var problem, ..])
            throw problem.Code == LaunchPlanner.EngineAway
                ? new EngineException(EngineFailure.Unavailable, problem.Message)
                : new LaunchFailedException(problem.Code, problem.Message);
        (attempt.Plan, attempt.Revision) = (plan, revision.Id);
        await OpenAsync(attempt, plan, stop);
        attempt.Known = new KnownValues([
            .. attempt.Values.Select(pair => (pair.Key, pair.Value)),
            .. attempt.Credentials is { } used ? [("password", used.Password)] : Array.Empty<(string, SecretText)>(),
        ]);
        launch.Resolved(plan.SecretVersions);
        foreach (var version in plan.SecretVersions)
        {
            audit.Record(
                database,
                Actor.System,
                AuditActions.SecretAccess,
                new(version.Id, version.Name, launch.Project),
                $"version {version.Version}, for {launch.Id}",
                access: "materialize"
            );
        }

        if (plan.PullSecret is { } pull)
        {
            AuditSubject subject = new($"{pull.Id}", pull.Name, launch.Project);
            audit.Record(
                database,
                Actor.System,
                AuditActions.SecretAccess,
                subject,
                $"for {launch.Id}",
                access: "materialize"
            );
        }

        launch.Finish(LaunchStepName.Resolving, Resolved(plan, attempt.Values.Count), clock.GetUtcNow());
    }

    async Task OpenAsync(LaunchAttempt attempt, LaunchPlan plan, CancellationToken stop)
    {
        var versions = plan.SecretKeys.ToDictionary(source => source.Id, source => source.Version);
        var opened = OrFail(await secretValues.RunAsync(attempt.Launch.Project, versions, stop))
            .ToDictionary(entry => (entry.Collection, entry.Name), entry => entry.Value);
        foreach (var variable in plan.Environment)
        {
            if (variable.Source is SecretKeysSource source)
                attempt.Values[variable.Name] = opened[(source.Id, variable.Entry!)];
        }

        if (plan.PullSecret is { } secret)
        {
            var image = plan.Image.Reference;
            attempt.Credentials = OrFail(
                await pullCredentials.RunAsync(attempt.Launch.Project, secret.Id, image, stop)
            );
        }
    }

    internal async Task PullAsync(LaunchAttempt attempt, CancellationToken stop)
    {
        attempt.Image = await images.GetAsync(
            attempt.Launch.Project,
            attempt.Plan.Image.Reference,
            attempt.Plan.Image.Pull,
            attempt.Credentials,
            progress => feed.Publish(attempt.Launch.Id, new LaunchEvent(clock.GetUtcNow(), Pull: progress)),
            stop
        );
        attempt.Launch.Pulled(attempt.Image.Digest);
        attempt.Launch.Finish(LaunchStepName.Pulling, attempt.Image.Detail, clock.GetUtcNow());
    }

    internal Task CreateAsync(LaunchAttempt attempt, CancellationToken stop) =>
        WithinAsync(
            async limit =>
            {
                var launch = attempt.Launch;
                // Of an order that was just made there is nothing yet. An attempt that was cut off may have left its container.
                if (attempt.Ordered is null)
                {
                    foreach (var leftover in await ContainersAsync(launch, ofThisLaunch: true, limit))
                        await engine.RemoveAsync(leftover.Id, limit);
                }

                var network = await networks.EnsureAsync(launch.Project, limit);
                using var mounts = await storage.TakeAsync(launch, attempt.Plan.Definition, limit);
                var spec = ContainerSpecBuilder.Build(
                    attempt.Plan,
                    launch,
                    attempt.Revision,
                    attempt.Image!.Reference,
                    network,
                    mounts.Folders,
                    attempt.Values,
                    labels
                );
                launch.Created(await engine.CreateAsync(spec, limit));
                launch.Finish(LaunchStepName.Creating, spec.Name, clock.GetUtcNow());
            },
            stop
        );

    internal Task StartAsync(LaunchAttempt attempt, CancellationToken stop) =>
        WithinAsync(
            async limit =>
            {
                // Two containers cannot have one host port. Without fixed ports the old one goes on until the new one is healthy.
                if (attempt.Plan.Definition.Ports.Any(port => port.Host is not null))
                {
                    var others = await ContainersAsync(attempt.Launch, ofThisLaunch: false, limit);
                    foreach (var previous in others.Where(one => one.IsUp))
                    {
                        await engine.SetRestartAsync(previous.Id, always: false, limit);
                        await engine.StopAsync(previous.Id, LaunchOptions.StopGrace, limit);
                    }
                }

                attempt.Started = true;
                await engine.StartAsync(attempt.Launch.ContainerId!, limit);
                attempt.Launch.Finish(LaunchStepName.Starting, null, clock.GetUtcNow());
            },
            stop
        );

    internal async Task WaitHealthyAsync(LaunchAttempt attempt, CancellationToken stop)
    {
        var definition = attempt.Plan.Definition;
        var imageHasHealthCheck = attempt.Image!.Facts.HasHealthCheck;
        var failure = await health.UntilHealthyAsync(
            attempt.Launch.ContainerId!,
            definition,
            imageHasHealthCheck,
            stop
        );
        if (failure is not null)
        {
            await health.FailIfEngineStopsAsync(attempt.Launch.ContainerId!, stop);
            throw new LaunchFailedException("unhealthy", failure);
        }

        attempt.Launch.Finish(
            LaunchStepName.WaitingHealthy,
            definition.Health is not null || imageHasHealthCheck ? "healthy" : "no health check: it kept running",
            clock.GetUtcNow()
        );
    }

    async Task<IEnumerable<ContainerFacts>> ContainersAsync(Launch launch, bool ofThisLaunch, CancellationToken stop) =>
        from container in await engine.ListContainersAsync(labels.OfService(launch.Service), stop)
        where container.Labels.GetValueOrDefault(ContainerLabels.Launch) == $"{launch.Id}" == ofThisLaunch
        select container;

    static async Task WithinAsync(Func<CancellationToken, Task> step, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(EngineLimit);
        try
        {
            await step(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new LaunchFailedException(
                "engine-failed",
                $"The engine did not answer within {EngineLimit.TotalMinutes:0} minutes."
            );
        }
    }

    static T OrFail<T>(Result<T> result) =>
        result.TryGet(out var value, out var problem) ? value : throw new LaunchFailedException(problem);

    static string Resolved(LaunchPlan plan, int values) =>
        values == 0
            ? "no secrets"
            : $"{values} {(values == 1 ? "value" : "values")} of "
                + string.Join(", ", plan.SecretVersions.Select(version => $"{version.Name} v{version.Version}"));
}
