using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.PullSecrets;
using Studio.Domain.Redaction;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Brings one launch to life, step by step. Each step is recorded before it is done. Secrets are resolved before anything is pulled,
/// and the image is there before anything that runs is touched. What fails is undone: the container that ran before runs again.
/// </summary>
public sealed partial class LaunchExecution(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    LaunchPlanning planning,
    OpenSecretValues secretValues,
    OpenCredentials pullCredentials,
    ImagePull images,
    HealthWait health,
    IContainerEngine engine,
    ContainerLabels labels,
    LaunchFeed feed,
    TimeProvider clock,
    ILogger<LaunchExecution> log
)
{
    const int LastLines = 20;
    const int LongestReason = 500;
    const int LongestLine = 2048;

    internal async Task RunAsync(LaunchId id, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var launch = await database.Launches.SingleOrDefaultAsync(row => row.Id == id, stop);
        if (launch is null or { HasEnded: true })
            return;
        var attempt = new Attempt(database, launch);
        try
        {
            await ResolveAsync(attempt, stop);
            await PullAsync(attempt, stop);
            await CreateAsync(attempt, stop);
            await StartAsync(attempt, stop);
            await WaitHealthyAsync(attempt, stop);
            await GoLiveAsync(attempt, stop);
        }
        catch (LaunchFailedException exception)
        {
            await FailAsync(attempt, exception.Problem.Code, exception.Problem.Message, stop);
        }
        catch (EngineException exception)
        {
            await FailAsync(attempt, exception.ToProblem().Code, exception.ToProblem().Message, stop);
        }
    }

    async Task ResolveAsync(Attempt attempt, CancellationToken stop)
    {
        var (database, launch) = (attempt.Database, attempt.Launch);
        await BeginAsync(attempt, LaunchStepName.Resolving, stop);
        var revision = await database
            .ServiceRevisions.AsNoTracking()
            .SingleAsync(row => row.Service == launch.Service && row.Number == launch.Revision, stop);
        var plan = await planning.PlanAsync(database, launch.Project, revision.Definition, revision.Number, stop);
        if (plan.Problems is [var problem, ..])
            throw new LaunchFailedException(new Refused(problem.Code, problem.Message));
        (attempt.Plan, attempt.Revision) = (plan, revision.Id);
        var containers = (await ContainersAsync(attempt, stop)).ToLookup(IsOfThisLaunch);
        // An earlier attempt under this id may have been cut off after its container was made.
        foreach (var leftover in containers[true])
            await engine.RemoveAsync(leftover.Id, stop);
        attempt.Previous = [.. containers[false]];
        bool IsOfThisLaunch(ContainerFacts container) =>
            container.Labels.GetValueOrDefault(ContainerLabels.Launch) == $"{launch.Id}";

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

        launch.Finish(LaunchStepName.Resolving, Words.Resolved(plan, attempt.Values.Count), clock.GetUtcNow());
    }

    async Task OpenAsync(Attempt attempt, LaunchPlan plan, CancellationToken stop)
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

    static T OrFail<T>(Result<T> result) =>
        result.TryGet(out var value, out var problem) ? value : throw new LaunchFailedException(problem);

    async Task PullAsync(Attempt attempt, CancellationToken stop)
    {
        await BeginAsync(attempt, LaunchStepName.Pulling, stop);
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

    async Task CreateAsync(Attempt attempt, CancellationToken stop)
    {
        var launch = attempt.Launch;
        await BeginAsync(attempt, LaunchStepName.Creating, stop);
        var project = await attempt
            .Database.Projects.Where(row => row.Id == launch.Project)
            .Select(row => row.Name)
            .SingleAsync(stop);
        var network = labels.NetworkOf(project);
        await engine.EnsureNetworkAsync(network, labels.OfProject(launch.Project), stop);
        var spec = ContainerSpecBuilder.Build(
            attempt.Plan,
            launch,
            attempt.Revision,
            attempt.Image!.Reference,
            network,
            attempt.Values,
            labels
        );
        launch.Created(await engine.CreateAsync(spec, stop));
        launch.Finish(LaunchStepName.Creating, spec.Name, clock.GetUtcNow());
    }

    async Task StartAsync(Attempt attempt, CancellationToken stop)
    {
        await BeginAsync(attempt, LaunchStepName.Starting, stop);
        // Two containers cannot have one host port. Without fixed ports the old one goes on until the new one is healthy.
        if (attempt.Plan.Definition.Ports.Any(port => port.Host is not null))
        {
            foreach (
                var previous in attempt.Previous.Where(one =>
                    one.Status is ContainerStatus.Running or ContainerStatus.Restarting
                )
            )
            {
                attempt.Stopped.Add(previous.Id);
                await engine.SetRestartAsync(previous.Id, always: false, stop);
                await engine.StopAsync(previous.Id, LaunchOptions.StopGrace, stop);
            }
        }

        attempt.Started = true;
        await engine.StartAsync(attempt.Launch.ContainerId!, stop);
        attempt.Launch.Finish(LaunchStepName.Starting, null, clock.GetUtcNow());
        // It runs: who follows need not wait until that is on the disk.
        Tell(attempt);
    }

    async Task WaitHealthyAsync(Attempt attempt, CancellationToken stop)
    {
        await BeginAsync(attempt, LaunchStepName.WaitingHealthy, stop);
        var failure = await health.UntilHealthyAsync(
            attempt.Launch.ContainerId!,
            attempt.Plan.Definition,
            attempt.Image!.Facts.HasHealthCheck,
            stop
        );
        if (failure is not null)
            throw new LaunchFailedException(new Refused("unhealthy", failure));
        attempt.Launch.Finish(LaunchStepName.WaitingHealthy, Words.Healthy(attempt), clock.GetUtcNow());
    }

    async Task GoLiveAsync(Attempt attempt, CancellationToken stop)
    {
        var (database, launch) = (attempt.Database, attempt.Launch);
        var service = await database.Services.SingleAsync(row => row.Id == launch.Service, stop);
        if (service.Desired == DesiredState.Stopped)
            throw new LaunchFailedException(
                new Refused("stopped", "The service was stopped while it was being launched.")
            );
        var live = await database
            .Launches.Where(row => row.Service == launch.Service && row.State == LaunchState.Live)
            .ToListAsync(stop);
        live.ForEach(earlier => earlier.Supersede());
        launch.GoLive(clock.GetUtcNow());
        service.GoLive(launch.Id);
        RecordEnd(attempt, service.Name, "live", "ok");
        while (await database.TrySaveAsync(service.Name, stop) is Stale)
        {
            // Someone saved the definition in the meantime; that does not touch what has come to life.
            await database.Entry(service).ReloadAsync(stop);
            service.GoLive(launch.Id);
        }

        Tell(attempt);
        try
        {
            await engine.SetRestartAsync(launch.ContainerId!, always: true, stop);
            foreach (var previous in attempt.Previous)
            {
                await engine.StopAsync(previous.Id, LaunchOptions.StopGrace, stop);
                await engine.RemoveAsync(previous.Id, stop);
            }
        }
        catch (EngineException exception)
        {
            LogNotTidied(launch.Id, exception.Failure);
        }
    }

    async Task FailAsync(Attempt attempt, string code, string reason, CancellationToken stop)
    {
        var (database, launch) = (attempt.Database, attempt.Launch);
        var service = await database
            .Services.AsNoTracking()
            .Select(row => new
            {
                row.Id,
                row.Name,
                row.Desired,
            })
            .SingleOrDefaultAsync(row => row.Id == launch.Service, stop);
        var (lines, undone) = await UndoAsync(attempt, service?.Desired == DesiredState.Running, stop);
        if (service is null)
            return;
        var error = $"{attempt.Known.Redact(reason).Shortened(LongestReason)} {undone}".Trim();
        var shown = lines.Select(line => $"{attempt.Known.Redact(line).Shortened(LongestLine)}");
        launch.Fail(code, error, shown, clock.GetUtcNow());
        RecordEnd(attempt, service.Name, code, "failed");
        await database.SaveChangesAsync(stop);
        Tell(attempt);
    }

    async Task<(IReadOnlyList<string> Lines, string Undone)> UndoAsync(
        Attempt attempt,
        bool wanted,
        CancellationToken stop
    )
    {
        IReadOnlyList<string> lines = [];
        try
        {
            if (attempt.Launch.ContainerId is { } container)
            {
                if (attempt.Started)
                    lines = await engine.ReadLastLinesAsync(container, LastLines, stop);
                await engine.RemoveAsync(container, stop);
            }

            foreach (var previous in wanted ? attempt.Stopped : [])
            {
                await engine.StartAsync(previous, stop);
                await engine.SetRestartAsync(previous, always: true, stop);
            }

            return (lines, attempt.Stopped.Count > 0 && wanted ? "What ran before runs again." : "");
        }
        catch (EngineException exception)
        {
            LogNotTidied(attempt.Launch.Id, exception.Failure);
            return (lines, attempt.Stopped.Count > 0 ? "What ran before could not be started again." : "");
        }
    }

    void RecordEnd(Attempt attempt, string service, string outcome, string result) =>
        audit.Record(
            attempt.Database,
            Actor.System,
            AuditActions.LaunchEnded,
            new($"{attempt.Launch.Service}", service, attempt.Launch.Project),
            $"{attempt.Launch.Id}: {outcome}",
            result
        );

    async Task BeginAsync(Attempt attempt, LaunchStepName step, CancellationToken stop)
    {
        attempt.Launch.Begin(step, clock.GetUtcNow());
        await attempt.Database.SaveChangesAsync(stop);
        Tell(attempt);
    }

    void Tell(Attempt attempt)
    {
        var launch = attempt.Launch;
        foreach (var step in launch.Steps.Where(step => step.State != StepState.Waiting && attempt.IsNews(step)))
            feed.Publish(launch.Id, new LaunchEvent(clock.GetUtcNow(), StepFacts.Of(step)));
        feed.Publish(launch.Id, new LaunchEvent(clock.GetUtcNow(), State: launch.State, Error: launch.Error));
    }

    async Task<IReadOnlyList<ContainerFacts>> ContainersAsync(Attempt attempt, CancellationToken stop) =>
        await engine.ListContainersAsync(labels.OfService(attempt.Launch.Service), stop);

    [LoggerMessage(LogLevel.Warning, "Launch {Launch} ended, but the engine failed while tidying up: {Failure}.")]
    partial void LogNotTidied(LaunchId launch, EngineFailure failure);

    /// <summary>What one run of a launch knows. Lives as long as the run, and so do the values in it.</summary>
    sealed class Attempt(StudioDbContext database, Launch launch)
    {
        readonly Dictionary<LaunchStepName, StepState> _told = [];

        public StudioDbContext Database => database;

        public Launch Launch => launch;

        public LaunchPlan Plan { get; set; } = null!;

        public RevisionId Revision { get; set; }

        public Dictionary<string, SecretText> Values { get; } = [];

        public RegistryCredentials? Credentials { get; set; }

        public KnownValues Known { get; set; } = KnownValues.None;

        public RunnableImage? Image { get; set; }

        public IReadOnlyList<ContainerFacts> Previous { get; set; } = [];

        /// <summary>Containers that ran before and were stopped for this launch.</summary>
        public List<string> Stopped { get; } = [];

        public bool Started { get; set; }

        public bool IsNews(LaunchStep step)
        {
            var news = !_told.TryGetValue(step.Name, out var told) || told != step.State;
            _told[step.Name] = step.State;
            return news;
        }
    }

    static class Words
    {
        public static string Resolved(LaunchPlan plan, int values) =>
            plan.SecretVersions.Count == 0
                ? "no secrets"
                : $"{values} {(values == 1 ? "value" : "values")} of "
                    + string.Join(", ", plan.SecretVersions.Select(version => $"{version.Name} v{version.Version}"));

        public static string Healthy(Attempt attempt) =>
            attempt.Plan.Definition.Health is not null || attempt.Image!.Facts.HasHealthCheck
                ? "healthy"
                : "no health check: it kept running";
    }
}

/// <summary>A launch cannot go on, for a reason that people are told.</summary>
sealed class LaunchFailedException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem => problem;
}
