using Studio.Domain.Engine;

namespace Studio.Domain.PullSecrets;

/// <summary>Finds out how far a registry lets these credentials in, layer by layer. Fetches no layer of an image.</summary>
public interface IRegistryProbe
{
    /// <summary>
    /// Goes through <see cref="ProbeSteps"/> in order until one fails, in bounded time. What a registry does wrong is a failed step,
    /// not an exception. The password is sent to the registry's own server and its token service only.
    /// </summary>
    /// <param name="image">An image on that server, to try the right to pull it; null: as far as signing in.</param>
    Task<IReadOnlyList<ProbeStep>> RunAsync(
        RegistryCredentials credentials,
        ImageReference? image,
        CancellationToken stop
    );
}

/// <summary>The names of the steps, in order.</summary>
public static class ProbeSteps
{
    public const string Dns = "dns";
    public const string Tls = "tls";
    public const string V2 = "v2";
    public const string Auth = "auth";
    public const string Pull = "pull";
}

/// <param name="Name">One of <see cref="ProbeSteps"/>.</param>
/// <param name="Detail">One sentence for people.</param>
public sealed record ProbeStep(string Name, bool Ok, string Detail, TimeSpan Took);

/// <summary>How far a registry let us in: the steps that were tried, of which only the last may have failed.</summary>
public sealed record RegistryTest(IReadOnlyList<ProbeStep> Steps)
{
    public bool Ok => Steps.All(step => step.Ok);
}
