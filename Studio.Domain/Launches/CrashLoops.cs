using System.Collections.Concurrent;
using Studio.Domain.Engine;
using Studio.Domain.Redaction;

namespace Studio.Domain.Launches;

/// <summary>A container that ends again and again.</summary>
/// <param name="Ends">How often it has ended in a row.</param>
/// <param name="ExitCode">Of its last run.</param>
/// <param name="EndedAt">When that run ended.</param>
/// <param name="NextStart">When Studio starts it the next time; it may run already.</param>
/// <param name="LastLines">What its last run printed at its end; null while they are not read, empty where they cannot be redacted.</param>
public sealed record CrashLoop(
    int Ends,
    int? ExitCode,
    bool OutOfMemory,
    DateTimeOffset EndedAt,
    DateTimeOffset NextStart,
    IReadOnlyList<RedactedText>? LastLines
);

/// <summary>What is to be done about a container that should run.</summary>
/// <param name="Start">It is to be started now if it is not up; false: it waits.</param>
/// <param name="ByEngine">Whether the engine is to start it again by itself.</param>
readonly record struct Upkeep(bool Start, bool ByEngine);

/// <summary>
/// Tells containers that ended once from those that end again and again. The first are started by the engine, at once. Of the
/// others the engine lets go, and Studio starts them at growing intervals until one run lasts. So there is one restarter at a time.
/// </summary>
/// <remarks>Kept in memory: after a restart of Studio a crash loop is noticed anew within seconds.</remarks>
public sealed class CrashLoops(TimeProvider clock)
{
    /// <summary>As many restarts by the engine, none of them for long, are a loop.</summary>
    const int RestartsOfALoop = 3;

    /// <summary>What ran this long did not fail at its start. The engine's own measure, too.</summary>
    static readonly TimeSpan ShortRun = TimeSpan.FromSeconds(10);

    /// <summary>After a run of this length the loop is over.</summary>
    static readonly TimeSpan LongRun = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, CrashLoop> _loops = new();

    /// <summary>The engine's count of restarts when a container last ran well.</summary>
    readonly ConcurrentDictionary<string, int> _restarts = new();

    /// <summary>The loop that a container is in; null when it runs, or ended only now and then.</summary>
    public CrashLoop? Find(ContainerFacts container) =>
        _loops.TryGetValue(container.Id, out var loop)
        && !(container.Status == ContainerStatus.Running && Ran(container) >= ShortRun)
            ? loop
            : null;

    /// <summary>Looks at a container that should run.</summary>
    internal Upkeep Look(ContainerFacts container)
    {
        var running = container.Status == ContainerStatus.Running;
        if (running && Ran(container) >= ShortRun)
            _restarts[container.Id] = container.RestartCount;
        if (!_loops.TryGetValue(container.Id, out var loop))
        {
            if (container.RestartCount - _restarts.GetValueOrDefault(container.Id) < RestartsOfALoop)
                return new(Start: true, ByEngine: true);
            loop = Ended(container, container.RestartCount - _restarts.GetValueOrDefault(container.Id));
            _loops[container.Id] = loop;
        }

        if (running && Ran(container) >= LongRun)
        {
            _loops.TryRemove(container.Id, out _);
            return new(Start: true, ByEngine: true);
        }

        // Another end than the one that is known.
        if (container.FinishedAt is { } at && at > loop.EndedAt)
            _loops[container.Id] = loop = Ended(container, loop.Ends + 1);
        return new(Start: clock.GetUtcNow() >= loop.NextStart, ByEngine: false);
    }

    /// <summary>Writes down what a container printed before it ended, unless it has ended once more by now.</summary>
    internal void Explain(string container, CrashLoop seen, IReadOnlyList<RedactedText>? lines) =>
        _loops.TryUpdate(container, seen with { LastLines = lines ?? [] }, seen);

    /// <summary>Forgets all containers but these.</summary>
    internal void KeepOnly(IReadOnlySet<string> containers)
    {
        foreach (var gone in _restarts.Keys.Concat(_loops.Keys).Where(id => !containers.Contains(id)).ToList())
        {
            _restarts.TryRemove(gone, out _);
            _loops.TryRemove(gone, out _);
        }
    }

    /// <summary>How long until some container is to be looked at again; null when none waits.</summary>
    internal TimeSpan? UntilNext()
    {
        var now = clock.GetUtcNow();
        return _loops.Values.Select(loop => loop.NextStart > now ? loop.NextStart - now : (TimeSpan?)null).Min();
    }

    TimeSpan Ran(ContainerFacts container) => clock.GetUtcNow() - (container.StartedAt ?? clock.GetUtcNow());

    CrashLoop Ended(ContainerFacts container, int ends)
    {
        var at = container.FinishedAt ?? clock.GetUtcNow();
        return new(
            ends,
            container.ExitCode,
            container.OutOfMemory,
            at,
            at + Backoff.After(ends - RestartsOfALoop),
            null
        );
    }
}
