using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Authentication;
using Studio.Domain.Engine;
using Studio.Domain.PullSecrets;

namespace Studio.Adapters.Registries;

/// <summary>Tests credentials by visiting a registry, one step after the other, in bounded time.</summary>
sealed class RegistryProbe(RegistryProbeOptions options, TimeProvider clock) : IRegistryProbe
{
    public async Task<IReadOnlyList<ProbeStep>> RunAsync(
        RegistryCredentials credentials,
        ImageReference? image,
        CancellationToken stop
    )
    {
        using var limit = new CancellationTokenSource(options.Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        using var visit = new RegistryVisit(new RegistryDialer(options.DenyPrivate), credentials);
        var steps = new List<ProbeStep>();
        foreach (var (name, step) in Steps(visit, image))
        {
            var started = clock.GetTimestamp();
            var (ok, detail) = await TryAsync(step, both.Token, stop);
            steps.Add(new(name, ok, detail, clock.GetElapsedTime(started)));
            if (!ok)
                break;
        }

        return steps;
    }

    static IEnumerable<(string Name, Func<CancellationToken, Task<Finding>> Step)> Steps(
        RegistryVisit visit,
        ImageReference? image
    )
    {
        yield return (ProbeSteps.Dns, visit.ResolveAsync);
        yield return (ProbeSteps.Tls, visit.SecureAsync);
        yield return (ProbeSteps.V2, visit.GreetAsync);
        yield return (ProbeSteps.Auth, visit.SignInAsync);
        if (image is not null)
            yield return (ProbeSteps.Pull, stop => visit.FindImageAsync(image, stop));
    }

    async Task<Finding> TryAsync(
        Func<CancellationToken, Task<Finding>> step,
        CancellationToken bounded,
        CancellationToken stop
    )
    {
        try
        {
            return await step(bounded);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Finding.Failed($"No answer within {options.Limit.TotalSeconds:0.#} seconds.");
        }
        catch (Exception exception) when (Explain(exception, out var sentence))
        {
            return Finding.Failed(sentence);
        }
    }

    /// <summary>What went wrong on the way, in a sentence that holds nothing that the other side sent.</summary>
    static bool Explain(Exception exception, [NotNullWhen(true)] out string? sentence)
    {
        sentence = exception switch
        {
            AddressRefusedException refused => refused.Message,
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } =>
                "The name was not found. Is it written correctly?",
            SocketException { SocketErrorCode: SocketError.TryAgain } =>
                "The name server does not answer. Try again later.",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                "Nothing answers there: the connection was refused. Check the host and the port.",
            SocketException => "The host cannot be reached from here.",
            AuthenticationException => "There is no TLS connection: the two sides do not agree on one.",
            HttpRequestException { InnerException: { } inner } when Explain(inner, out var found) => found,
            HttpRequestException or IOException => "The connection broke off, or the answer was not one of HTTP.",
            _ => null,
        };
        return sentence is not null;
    }
}

/// <summary>What a step found.</summary>
/// <param name="Detail">One sentence for people.</param>
readonly record struct Finding(bool Ok, string Detail)
{
    public static Finding Passed(string detail) => new(true, detail);

    public static Finding Failed(string detail) => new(false, detail);
}
