using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Studio.Domain.Engine;

namespace Studio.Domain.Launches;

/// <summary>Something that happened in a launch: exactly one of a step, a layer that came further, or a state.</summary>
/// <param name="Error">Redacted; only with the state <see cref="LaunchState.Failed"/>.</param>
public sealed record LaunchEvent(
    DateTimeOffset At,
    StepFacts? Step = null,
    PullProgress? Pull = null,
    LaunchState? State = null,
    string? Error = null
)
{
    /// <summary>What a newer event of the same kind replaces.</summary>
    internal string Key =>
        Step is not null ? $"step {Step.Name}"
        : Pull is not null ? $"pull {Pull.Layer}"
        : "state";
}

/// <summary>A step as it stood.</summary>
public sealed record StepFacts(
    LaunchStepName Name,
    StepState State,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Detail
)
{
    public static StepFacts Of(LaunchStep step) =>
        new(step.Name, step.State, step.StartedAt, step.EndedAt, step.Detail);
}

/// <summary>
/// Tells followers how launches go on. Only the newest event of each step and layer is kept, so a slow follower costs no memory
/// and misses only what has been overtaken.
/// </summary>
public sealed class LaunchFeed
{
    readonly ConcurrentDictionary<LaunchId, Topic> _topics = new();

    internal void Open(LaunchId launch) => _topics.TryAdd(launch, new Topic());

    internal void Publish(LaunchId launch, LaunchEvent happened)
    {
        if (_topics.TryGetValue(launch, out var topic))
            topic.Publish(happened);
    }

    /// <summary>Ends the following: the launch has ended, and what there is to know is stored.</summary>
    internal void Close(LaunchId launch)
    {
        if (_topics.TryRemove(launch, out var topic))
            topic.Close();
    }

    /// <summary>What has happened so far and what happens, in order, until the launch has ended; null when it is not under way.</summary>
    public IAsyncEnumerable<LaunchEvent>? Follow(LaunchId launch, CancellationToken stop) =>
        _topics.TryGetValue(launch, out var topic) ? topic.FollowAsync(stop) : null;

    sealed class Topic
    {
        readonly Lock _lock = new();
        readonly Dictionary<string, (long Number, LaunchEvent Event)> _newest = [];
        TaskCompletionSource _changed = NewSignal();
        long _last;
        bool _closed;

        public void Publish(LaunchEvent happened)
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                _newest[happened.Key] = (++_last, happened);
                (changed, _changed) = (_changed, NewSignal());
            }

            changed.SetResult();
        }

        public void Close()
        {
            lock (_lock)
            {
                _closed = true;
                _changed.TrySetResult();
            }
        }

        public async IAsyncEnumerable<LaunchEvent> FollowAsync([EnumeratorCancellation] CancellationToken stop)
        {
            for (long seen = 0; ; )
            {
                List<(long Number, LaunchEvent Event)> unseen;
                Task changed;
                bool closed;
                lock (_lock)
                {
                    unseen = [.. _newest.Values.Where(item => item.Number > seen).OrderBy(item => item.Number)];
                    (changed, closed) = (_changed.Task, _closed);
                    seen = _last;
                }

                foreach (var (_, happened) in unseen)
                    yield return happened;
                if (closed)
                    yield break;
                await changed.WaitAsync(stop);
            }
        }

        static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
