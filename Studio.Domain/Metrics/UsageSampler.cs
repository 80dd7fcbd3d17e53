using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Metrics;

/// <summary>
/// Asks the engine what services use. By itself a light sample of all every half minute, so that there is a past to show; more often
/// only what somebody looks at, because looking is asking: <see cref="SampleAsync"/>.
/// </summary>
/// <remarks>One round at a time, so however many look at a service, the engine is asked once.</remarks>
public sealed partial class UsageSampler(
    LiveServices services,
    IContainerEngine engine,
    ContainerLabels labels,
    WriteGate gate,
    TimeProvider clock,
    ILogger<UsageSampler> log
) : BackgroundService
{
    const int AskedAtOnce = 8;

    /// <summary>Nobody sees more often, however many look.</summary>
    internal static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(1);

    internal static readonly TimeSpan LightPeriod = TimeSpan.FromSeconds(30);

    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<ServiceId, UsageHistory> _histories = new();
    readonly SemaphoreSlim _one = new(1, 1);
    Problem? _problem;

    /// <summary>How long the engine may take for one answer.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Null until the first sample of a service, and while the engine is away.</summary>
    internal HostFacts? Host { get; private set; }

    /// <summary>While sealed, and before Studio is set up, nothing is asked.</summary>
    internal bool IsReady => !gate.Sealed && labels.AreKnown;

    internal int Remembered => _histories.Count;

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    /// <summary>What is known of a service; null: nothing.</summary>
    internal UsageHistory? Find(ServiceId service) => _histories.GetValueOrDefault(service);

    /// <summary>Asks for those of which the last answer is too old.</summary>
    /// <param name="age">How old it may be.</param>
    /// <returns>Null, or why the engine said nothing. What was known before stays.</returns>
    internal async Task<Problem?> SampleAsync(IEnumerable<LiveService> live, TimeSpan age, CancellationToken stop)
    {
        if (!IsReady)
            return null;
        await _one.WaitAsync(stop);
        try
        {
            var oldest = clock.GetUtcNow() - age;
            var due = live.Where(service => service.Container is not null && Of(service.Id).AskedAt <= oldest).ToList();
            if (due.Count > 0)
                _problem = await AskAsync(due, stop);
            return _problem;
        }
        finally
        {
            _one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await SampleAllAsync(stoppingToken);
            }
            // The database is busy: the next round is soon enough, and must come.
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                LogBroken(exception);
            }

            await Task.Delay(IsReady ? LightPeriod : Retry, clock, stoppingToken);
        }
    }

    /// <summary>The light sample, and the end of what is remembered of services that are live no more.</summary>
    internal async Task SampleAllAsync(CancellationToken stop)
    {
        if (!IsReady)
            return;
        var live = await services.ListAsync(null, null, stop);
        foreach (var gone in _histories.Keys.Except(live.Select(service => service.Id)))
            _histories.TryRemove(gone, out _);
        await SampleAsync(live, LightPeriod / 2, stop);
    }

    UsageHistory Of(ServiceId service) => _histories.GetOrAdd(service, _ => new UsageHistory());

    async Task<Problem?> AskAsync(IReadOnlyList<LiveService> due, CancellationToken stop)
    {
        try
        {
            Host ??= await InTimeAsync(engine.GetHostAsync, stop);
            var limits = new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = stop };
            await Parallel.ForEachAsync(due, limits, async (service, each) => await AskAsync(service, each));
            return null;
        }
        catch (EngineException exception)
        {
            if (_problem is null)
                LogEngineAway(exception.Failure);
            // The one that comes back may be on another machine.
            Host = null;
            // Who waited meanwhile need not find out for himself.
            foreach (var service in due)
                Of(service.Id).Add(service.Container!, null, clock.GetUtcNow());
            return exception.ToProblem();
        }
    }

    async Task AskAsync(LiveService service, CancellationToken stop)
    {
        ContainerUsage? usage = null;
        try
        {
            usage = await InTimeAsync(each => engine.ReadUsageAsync(service.Container!, each), stop);
        }
        // One container that the engine cannot tell of keeps no other from being looked at.
        catch (EngineException exception) when (exception.Failure != EngineFailure.Unavailable)
        {
            LogNotRead(service.Id, exception.Failure);
        }

        Of(service.Id).Add(service.Container!, usage, clock.GetUtcNow());
    }

    async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            throw new EngineException(EngineFailure.Unavailable, "The engine gave no answer in time.", exception);
        }
    }

    // The reconciler warns of an engine that is away.
    [LoggerMessage(LogLevel.Debug, "What services use is not known: {Failure}.")]
    partial void LogEngineAway(EngineFailure failure);

    [LoggerMessage(LogLevel.Debug, "What {Service} uses is not known: {Failure}.")]
    partial void LogNotRead(ServiceId service, EngineFailure failure);

    [LoggerMessage(LogLevel.Error, "A look at what services use failed.")]
    partial void LogBroken(Exception exception);
}
