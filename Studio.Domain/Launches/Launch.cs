using Studio.Domain.Projects;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

public enum LaunchState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>A step is under way.</summary>
    Running,

    /// <summary>What runs now.</summary>
    Live,

    /// <summary>Did not get healthy; <see cref="Launch.Error"/> says why. What ran before runs again.</summary>
    Failed,

    /// <summary>A newer launch took its place.</summary>
    Superseded,

    /// <summary>Was live; someone went back past it.</summary>
    RolledBack,
}

/// <summary>What a launch was ordered for.</summary>
public enum LaunchReason
{
    /// <summary>The newest revision with the newest secrets.</summary>
    Launch,

    /// <summary>The live revision with the newest secrets.</summary>
    Restart,

    /// <summary>Back to what an earlier launch ran: its revision, image digest and secret versions.</summary>
    Rollback,

    /// <summary>What is live once more, without what its container wrote.</summary>
    Reset,

    /// <summary>What is live once more: its container was removed from outside.</summary>
    Recovery,

    /// <summary>The live revision with the newest secrets, one service of several after the other.</summary>
    Rollout,
}

/// <summary>One attempt to bring a revision to life. Every step is recorded before it is done.</summary>
public sealed class Launch
{
    readonly List<LaunchStep> _steps = [];

    Launch() { }

    public Launch(ProjectId project, ServiceId service, int revision, string by, DateTimeOffset now)
    {
        Id = LaunchId.New();
        Project = project;
        Service = service;
        Revision = revision;
        StartedBy = by;
        CreatedAt = now;
        _steps.AddRange(Enum.GetValues<LaunchStepName>().Select(name => new LaunchStep(name)));
    }

    /// <summary>A launch that runs exactly what an earlier one ran: by references, no value is kept for it.</summary>
    /// <param name="pattern">One that was live.</param>
    public Launch(Launch pattern, LaunchReason reason, string by, DateTimeOffset now)
        : this(pattern.Project, pattern.Service, pattern.Revision, by, now)
    {
        Reason = reason;
        Pattern = pattern.Id;
        ImageDigest = pattern.ImageDigest;
        SecretVersions = [.. pattern.SecretVersions.Select(used => used with { })];
    }

    public LaunchId Id { get; private set; }

    public ProjectId Project { get; private set; }

    public ServiceId Service { get; private set; }

    /// <summary>Number of the service's revision.</summary>
    public int Revision { get; private set; }

    public LaunchReason Reason { get; init; }

    /// <summary>The launch whose digest and secret versions are taken again; null: the newest ones are.</summary>
    public LaunchId? Pattern { get; private set; }

    /// <summary>The launch of another service that has to go well first; null: it waits for none.</summary>
    public LaunchId? After { get; private set; }

    public LaunchState State { get; private set; }

    /// <summary><c>sha256:…</c> of what was pulled, or is to be again; null until it is known.</summary>
    public string? ImageDigest { get; private set; }

    /// <summary>The versions of collections that its container was given.</summary>
    public List<SecretVersion> SecretVersions { get; private set; } = [];

    public string? ContainerId { get; private set; }

    public string StartedBy { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it failed: a redacted sentence.</summary>
    public string? Error { get; private set; }

    /// <summary>Code of the problem that it failed with.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>The last lines that its container printed, redacted, if it failed after it was started.</summary>
    public List<string> LastLines { get; private set; } = [];

    public IReadOnlyList<LaunchStep> Steps => _steps;

    /// <summary>When it came to life; null: it never did. What was live once can be run again.</summary>
    public DateTimeOffset? LiveAt { get; private set; }

    public bool HasEnded => State is not (LaunchState.Queued or LaunchState.Running);

    public LaunchStep Step(LaunchStepName name) => _steps.Single(step => step.Name == name);

    /// <summary>Has it begin when another one has gone well.</summary>
    public void WaitFor(LaunchId? before) => After = before;

    /// <summary>Starts a step; the one before it is done.</summary>
    public void Begin(LaunchStepName name, DateTimeOffset now)
    {
        State = LaunchState.Running;
        Step(name).Begin(now);
    }

    public void Finish(LaunchStepName name, string? detail, DateTimeOffset now) =>
        Step(name).End(StepState.Done, detail, now);

    public void Skip(LaunchStepName name, string detail, DateTimeOffset now) =>
        Step(name).End(StepState.Skipped, detail, now);

    public void Resolved(IReadOnlyCollection<SecretVersion> versions)
    {
        // What it had planned before is kept as it is: those rows are followed by the database.
        SecretVersions.RemoveAll(used => !versions.Contains(used));
        SecretVersions.AddRange(versions.Where(used => !SecretVersions.Contains(used)));
    }

    public void Pulled(string digest) => ImageDigest = digest;

    public void Created(string containerId) => ContainerId = containerId;

    public void GoLive(DateTimeOffset now)
    {
        State = LaunchState.Live;
        EndedAt = now;
        LiveAt = now;
    }

    /// <summary>A newer launch is live, or was ordered before this one came to life.</summary>
    public void Supersede(DateTimeOffset now)
    {
        State = LaunchState.Superseded;
        EndedAt ??= now;
        foreach (var step in _steps.Where(step => step.State is StepState.Running or StepState.Waiting))
            step.End(StepState.Skipped, null, now);
    }

    /// <summary>Was live, and a person went back past it.</summary>
    public void RollBack(DateTimeOffset now)
    {
        State = LaunchState.RolledBack;
        EndedAt ??= now;
    }

    public void Fail(string code, string error, IEnumerable<string> lastLines, DateTimeOffset now)
    {
        State = LaunchState.Failed;
        (ErrorCode, Error) = (code, error);
        LastLines = [.. lastLines];
        EndedAt = now;
        foreach (var step in _steps.Where(step => step.State == StepState.Running))
            step.End(StepState.Failed, error, now);
        foreach (var step in _steps.Where(step => step.State == StepState.Waiting))
            step.End(StepState.Skipped, null, now);
    }

    /// <summary>Back to the beginning, under the same id: Studio was stopped in the middle, the engine was, or it is tried again.</summary>
    /// <param name="note">Why it waits, for people.</param>
    public void Redo(string? note = null)
    {
        State = LaunchState.Queued;
        (ContainerId, EndedAt, Error, ErrorCode) = (null, null, null, null);
        LastLines = [];
        foreach (var step in _steps)
            step.Reset();
        _steps[0].Explain(note);
    }
}

/// <summary>The steps in order.</summary>
public enum LaunchStepName
{
    Resolving,
    Pulling,
    Creating,
    Starting,
    WaitingHealthy,
}

public enum StepState
{
    Waiting,
    Running,
    Done,
    Failed,
    Skipped,
}

public sealed class LaunchStep
{
    LaunchStep() { }

    internal LaunchStep(LaunchStepName name) => Name = name;

    public LaunchStepName Name { get; private set; }

    public StepState State { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>One redacted sentence.</summary>
    public string? Detail { get; private set; }

    internal void Begin(DateTimeOffset now)
    {
        State = StepState.Running;
        StartedAt = now;
    }

    internal void End(StepState state, string? detail, DateTimeOffset now)
    {
        State = state;
        StartedAt ??= now;
        EndedAt = now;
        Detail = detail;
    }

    internal void Explain(string? note) => Detail = note;

    internal void Reset() => (State, StartedAt, EndedAt, Detail) = (StepState.Waiting, null, null, null);
}

/// <summary>A collection of secret keys at one of its versions.</summary>
public sealed record SecretVersion(string Id, string Name, int Version);
