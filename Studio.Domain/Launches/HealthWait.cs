using Studio.Domain.Engine;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>Asks a container over HTTP whether it works.</summary>
public interface IHealthProbe
{
    /// <summary><c>GET http://address:port/path</c> without following redirects.</summary>
    /// <returns>Null when it answered 2xx or 3xx; otherwise what happened, in words of Studio and not of the container.</returns>
    Task<string?> ProbeAsync(string address, int port, string path, TimeSpan timeout, CancellationToken stop);
}

/// <summary>Waits until a container that was just started is healthy, or will not be.</summary>
public sealed class HealthWait(IContainerEngine engine, IHealthProbe probe, LaunchOptions options, TimeProvider clock)
{
    const int Killed = 128 + 9;
    const int Terminated = 128 + 15;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <returns>Null when it is healthy; otherwise why not, unredacted and as long as it is: cut, a value would not be known again.</returns>
    internal async Task<string?> UntilHealthyAsync(
        string container,
        ServiceDefinition definition,
        bool imageHasHealthCheck,
        CancellationToken stop
    ) =>
        definition.Health is { Http: { } http } health ? await ProbingAsync(container, http, health, stop)
        : definition.Health is not null || imageHasHealthCheck ? await AskingEngineAsync(container, stop)
        : await SettlingAsync(container, stop);

    /// <summary>
    /// An engine that is told to stop ends its containers first and answers until then. So of a container that was ended by a signal
    /// it is not known at once whose doing that was.
    /// </summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: it was the engine's.</exception>
    internal async Task FailIfEngineStopsAsync(string container, CancellationToken stop)
    {
        var facts = await engine.FindContainerAsync(container, stop);
        if (facts is not { Status: ContainerStatus.Exited, OutOfMemory: false, ExitCode: 0 or Killed or Terminated })
            return;
        for (var waited = clock.GetTimestamp(); clock.GetElapsedTime(waited) < options.Settle; )
        {
            await Task.Delay(Poll, clock, stop);
            await engine.GetFactsAsync(stop);
        }
    }

    async Task<string?> ProbingAsync(string container, HttpProbe http, HealthCheck health, CancellationToken stop)
    {
        var started = clock.GetTimestamp();
        var interval = TimeSpan.FromSeconds(health.IntervalSeconds);
        // The engine asks first after one interval, and failures in the start period do not count. Asking more often until then
        // notices a fast start at once and is no harsher to a slow one.
        var grace = TimeSpan.FromSeconds(Math.Max(health.StartPeriodSeconds, health.IntervalSeconds));
        for (var failures = 0; ; )
        {
            var facts = await engine.FindContainerAsync(container, stop);
            if (Ended(facts) is { } ended)
                return ended;
            if (facts!.Address is not { } address)
                return "It has no address that Studio can reach, so its health cannot be asked (probe-unreachable).";
            var timeout = TimeSpan.FromSeconds(health.TimeoutSeconds);
            var failure = await probe.ProbeAsync(address, http.Port, http.Path, timeout, stop);
            if (failure is null)
                return null;
            var inGrace = clock.GetElapsedTime(started) < grace;
            if (!inGrace && ++failures >= health.Retries)
                return $"It did not get healthy: GET :{http.Port}{http.Path}: {failure}";
            await Task.Delay(inGrace ? Poll : interval, clock, stop);
        }
    }

    async Task<string?> AskingEngineAsync(string container, CancellationToken stop)
    {
        while (true)
        {
            var facts = await engine.FindContainerAsync(container, stop);
            if (Ended(facts) is { } ended)
                return ended;
            switch (facts!.Health)
            {
                case "healthy":
                    return null;
                case "unhealthy":
                    return facts.HealthOutput?.Trim() is { Length: > 0 } output
                        ? $"Its health check fails: {output}"
                        : "Its health check fails: no output.";
                default:
                    await Task.Delay(Poll, clock, stop);
                    break;
            }
        }
    }

    async Task<string?> SettlingAsync(string container, CancellationToken stop)
    {
        var first = await engine.FindContainerAsync(container, stop);
        if (Ended(first) is { } ended)
            return ended;
        for (var waited = clock.GetTimestamp(); clock.GetElapsedTime(waited) < options.Settle; )
        {
            await Task.Delay(Poll, clock, stop);
            var facts = await engine.FindContainerAsync(container, stop);
            if (Ended(facts) is { } gone)
                return gone;
            if (facts!.StartedAt != first!.StartedAt || facts.RestartCount != first.RestartCount)
                return "It restarted just after its start.";
        }

        return null;
    }

    static string? Ended(ContainerFacts? facts) =>
        facts is null ? "Its container was removed from outside."
        : facts.Status is ContainerStatus.Running or ContainerStatus.Created ? null
        : facts.OutOfMemory ? $"It was killed: it needs more memory than it may have (exit code {facts.ExitCode})."
        : $"It ended with exit code {facts.ExitCode}.";
}
