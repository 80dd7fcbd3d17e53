using System.Runtime.CompilerServices;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;

namespace Studio.Domain.Logs;

/// <summary>Reads, searches and follows what a service's container prints, without the secrets it was given.</summary>
public sealed class ReadServiceLogs(LogSources sources, IContainerEngine engine, AuditTrail audit, TimeProvider clock)
{
    /// <summary>What was printed so long before the first line is read with it: a value may have begun there.</summary>
    static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When nothing has come for so long it is asked whether there is something: an engine that rotates its files fast may leave a
    /// follower behind, which then hears nothing any more (seen with 20.10).
    /// </summary>
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    const string Gap = "The engine was away: what was printed meanwhile may be missing here.";

    /// <returns>
    /// Lines, some at a time, in a list that is filled anew each time; <see cref="Denied"/>, <see cref="Missing"/>,
    /// <see cref="Invalid"/>, <see cref="EngineUnavailable"/>, <see cref="Sealed"/>; or <see cref="Refused"/> with
    /// <c>no-container</c> or <c>unredactable</c>.
    /// </returns>
    public async Task<Result<IAsyncEnumerable<IReadOnlyList<RedactedLine>>>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        LogQuery query,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, AuditActions.ViewLogs, stop) is { } denied)
            return denied;
        if (query.Tail is < 0 or > LogQuery.MostTail)
            return new Invalid("tail", $"Use 0 to {LogQuery.MostTail}, or leave it out for everything.");
        return await sources.ReadAsync(
            project,
            idOrName,
            query.Instance,
            source => BeginAsync(ReadAsync(source, query, stop).GetAsyncEnumerator(stop)),
            stop
        );
    }

    /// <summary>What is wrong with the engine shows at the first line, while it can still be said in one sentence.</summary>
    static async Task<IAsyncEnumerable<IReadOnlyList<RedactedLine>>> BeginAsync(
        IAsyncEnumerator<IReadOnlyList<RedactedLine>> lines
    )
    {
        try
        {
            return GoOnAsync(lines, await lines.MoveNextAsync());
        }
        catch (EngineException)
        {
            await lines.DisposeAsync();
            throw;
        }
    }

    static async IAsyncEnumerable<IReadOnlyList<RedactedLine>> GoOnAsync(
        IAsyncEnumerator<IReadOnlyList<RedactedLine>> lines,
        bool isSome
    )
    {
        await using var _ = lines;
        for (; isSome; isSome = await lines.MoveNextAsync())
            yield return lines.Current;
    }

    async IAsyncEnumerable<IReadOnlyList<RedactedLine>> ReadAsync(
        LogSource source,
        LogQuery query,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        RedactedOutput output = new(source.Known, query.ToFilter());
        List<RedactedLine> lines = [];
        ReadSoFar read = new();
        OutputRange range = new()
        {
            Since = query.Since - Before,
            Until = query.Until,
            // The last lines that match may be anywhere.
            Tail = query.IsFiltered ? null : query.Tail + InstanceOutput.Context,
        };
        await foreach (var batch in sources.ReadAsync(source, range, stop))
        {
            output.Write(batch, lines, read.Take(batch));
            if (query.Tail is { } tail)
                lines.RemoveRange(0, Math.Max(0, lines.Count - tail));
            else if (lines.Count > 0)
            {
                yield return lines;
                lines.Clear();
            }
        }

        if (!query.Follow || source.IsKept || query.Until <= clock.GetUtcNow())
        {
            output.Complete(lines, cut: query.Until is not null);
            if (query.Tail is { } tail)
                lines.RemoveRange(0, Math.Max(0, lines.Count - tail));
            yield return lines;
            yield break;
        }

        yield return lines;
        await foreach (var more in FollowAsync(source, query, output, read, stop))
            yield return more;
    }

    async IAsyncEnumerable<IReadOnlyList<RedactedLine>> FollowAsync(
        LogSource source,
        LogQuery query,
        RedactedOutput output,
        ReadSoFar read,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        List<RedactedLine> lines = [];
        var generation = source.Generation;
        while (true)
        {
            var (isAway, isLeftBehind) = (false, false);
            read.Again();
            OutputRange range = new()
            {
                Since = read.Last ?? query.Since,
                Until = query.Until,
                Follow = true,
            };
            using var follow = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await using var batches = sources.ReadAsync(source, range, follow.Token).GetAsyncEnumerator(follow.Token);
            while (true)
            {
                lines.Clear();
                try
                {
                    var next = batches.MoveNextAsync().AsTask();
                    DateTimeOffset? newest = null;
                    while (!await IsDoneAsync(next, stop))
                    {
                        // It was there one silence ago, and has still not come.
                        isLeftBehind = newest is not null && !(newest <= read.Last);
                        if (isLeftBehind)
                            await follow.CancelAsync();
                        else
                            newest = await FindNewestAsync(source.Container, stop);
                    }

                    if (!await next)
                        break;
                }
                catch (OperationCanceledException) when (isLeftBehind && !stop.IsCancellationRequested)
                {
                    break;
                }
                catch (EngineException exception)
                {
                    if (exception.Failure != EngineFailure.Unavailable)
                        yield break;
                    isAway = true;
                    break;
                }

                if (generation != sources.Generation(source))
                {
                    generation = sources.Generation(source);
                    output.Complete(lines, cut: true);
                    if (await sources.OpenAsync(source.Launch, stop) is not { } known)
                        yield break;
                    output = new(known, query.ToFilter());
                }

                output.Write(batches.Current, lines, read.Take(batches.Current));
                if (lines.Count > 0)
                    yield return lines;
            }

            // From where it was: what it has missed comes first.
            if (isLeftBehind)
                continue;
            // An engine that stops ends the output as if the container had ended: ask.
            var hasEnded = isAway ? null : await HasEndedAsync(source.Container, stop);
            if (hasEnded is true || query.Until <= clock.GetUtcNow())
            {
                output.Complete(lines);
                yield return lines;
                yield break;
            }

            await Task.Delay(hasEnded is null ? TimeSpan.Zero : Pause, clock, stop);
            // An engine that is about to stop still said that the container will go on.
            if (hasEnded is null || await HasEndedAsync(source.Container, stop) is null)
                yield return [RedactedLine.Remark(clock.GetUtcNow(), Gap)];
            while (await HasEndedAsync(source.Container, stop) is null)
                await Task.Delay(Pause, clock, stop);
        }
    }

    async Task<bool> IsDoneAsync(Task next, CancellationToken stop)
    {
        if (next.IsCompleted)
            return true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(next, Task.Delay(Silence, clock, over.Token));
        await over.CancelAsync();
        // Who goes away waits until the reading has ended as well: it cannot be disposed of in the middle.
        return next.IsCompleted || stop.IsCancellationRequested;
    }

    /// <summary>When the last line was printed, as far as it is known.</summary>
    async Task<DateTimeOffset?> FindNewestAsync(string container, CancellationToken stop)
    {
        DateTimeOffset? newest = null;
        try
        {
            await foreach (var batch in engine.ReadOutputAsync(container, new() { Tail = 1 }, stop))
                newest = batch.Records is [.., var record] ? record.At : newest;
        }
        catch (EngineException)
        {
            // The follower will hear of it itself.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // So will it of this.
        }

        return newest;
    }

    /// <returns>Null: the engine does not say.</returns>
    async Task<bool?> HasEndedAsync(string container, CancellationToken stop)
    {
        try
        {
            return await engine.FindContainerAsync(container, stop) is not ({ IsUp: true } or { RestartsAlways: true });
        }
        catch (EngineException)
        {
            return null;
        }
    }
}
