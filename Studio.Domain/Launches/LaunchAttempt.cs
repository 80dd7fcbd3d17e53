using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Redaction;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>What one run of a launch knows. Lives as long as the run, and so do the values in it.</summary>
sealed class LaunchAttempt(StudioDbContext database, Launch launch, LaunchPlan? ordered)
{
    readonly Dictionary<LaunchStepName, StepState> _told = [];

    public StudioDbContext Database => database;

    public Launch Launch { get; private set; } = launch;

    /// <summary>What was planned when it was ordered; null when that was before a restart of Studio or of the engine.</summary>
    public LaunchPlan? Ordered => ordered;

    public LaunchPlan Plan { get; set; } = null!;

    public RevisionId Revision { get; set; }

    public Dictionary<string, SecretText> Values { get; } = [];

    public RegistryCredentials? Credentials { get; set; }

    public KnownValues Known { get; set; } = KnownValues.None;

    public RunnableImage? Image { get; set; }

    public bool Started { get; set; }

    /// <summary>Drops what could not be saved.</summary>
    /// <returns>False when the launch is gone: its service was deleted.</returns>
    public async Task<bool> ReloadAsync(CancellationToken stop)
    {
        database.ChangeTracker.Clear();
        var stored = await database.Launches.SingleOrDefaultAsync(row => row.Id == Launch.Id, stop);
        Launch = stored ?? Launch;
        return stored is not null;
    }

    public bool IsNews(LaunchStep step)
    {
        var news = !_told.TryGetValue(step.Name, out var told) || told != step.State;
        _told[step.Name] = step.State;
        return news;
    }
}

/// <summary>A launch cannot go on, for a reason that people are told.</summary>
sealed class LaunchFailedException(Problem problem) : Exception(problem.Code)
{
    public LaunchFailedException(string code, string message)
        : this(new Refused(code, message)) { }

    public Problem Problem => problem;
}
