using System.Collections.Concurrent;
using Studio.Domain.Engine;

namespace Studio.Tests.Engine;

sealed class FakeContainer(string id, ContainerSpec spec)
{
    public string Id => id;

    public ContainerSpec Spec => spec;

    public ContainerStatus Status { get; set; } = ContainerStatus.Created;

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public int? ExitCode { get; set; }

    public int RestartCount { get; set; }

    public bool OutOfMemory { get; set; }

    public string? Health { get; set; }

    public string? HealthOutput { get; set; }

    public bool RestartsAlways { get; set; }

    public List<string> Lines { get; } = [];

    /// <summary>Besides <see cref="Lines"/>: whole records, as the engine has them.</summary>
    public ConcurrentQueue<(DateTimeOffset At, bool IsError, string Text)> Output { get; } = new();

    public IReadOnlyList<(DateTimeOffset At, bool IsError, string Text)> Printed() =>
        [.. Lines.Select(line => (DateTimeOffset.UnixEpoch, false, $"{line}\n")), .. Output];

    /// <summary>Returns when there is more than was read, or when it has ended.</summary>
    /// <returns>False: it is cut off.</returns>
    public async Task<bool> PrintedMoreAsync(int read, int follower, CancellationToken stop)
    {
        while ((follower != Followers || Printed().Count <= read) && Status != ContainerStatus.Exited && !IsCutOff)
            await Task.Delay(5, stop);
        var wasCut = IsCutOff;
        IsCutOff = false;
        return !wasCut;
    }

    /// <summary>Whoever follows its output by now hears nothing any more, however much it prints.</summary>
    public void LeaveFollowersBehind() => Followers++;

    /// <summary>The followers that still hear something have this number.</summary>
    public int Followers { get; private set; }

    /// <summary>Whoever follows its output comes to the end, once.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>What it says that it has used, while it runs.</summary>
    public Func<ContainerUsage>? Usage { get; set; }

    public ContainerFacts ToFacts() =>
        new(
            id,
            spec.Name,
            Status,
            ExitCode,
            OutOfMemory,
            RestartCount,
            StartedAt,
            FinishedAt,
            RestartsAlways,
            Health,
            HealthOutput,
            "127.0.0.1",
            spec.Labels
        )
        {
            Folders = [.. spec.Mounts.OfType<FolderMount>()],
        };
}
