using System.Net;

namespace Studio.Docker.Transport;

/// <summary>
/// Agrees with the engine on an <see href="https://docs.docker.com/reference/api/engine/#api-versioning">API version</see> at the first
/// call, and again after the engine was away: it may come back as a newer or an older one.
/// </summary>
sealed class ApiVersion(EngineConnection connection) : IDisposable
{
    /// <summary>The versions this library was written against: Docker 20.10 to 27. Newer engines speak 1.47 too.</summary>
    public static readonly Version Oldest = new(1, 41);
    public static readonly Version Newest = new(1, 47);

    readonly SemaphoreSlim _one = new(1, 1);
    volatile string? _agreed;

    public void Forget() => _agreed = null;

    public void Dispose() => _one.Dispose();

    public async ValueTask<string> GetAsync(CancellationToken stop)
    {
        if (_agreed is { } known)
            return known;
        await _one.WaitAsync(stop);
        try
        {
            if (_agreed is { } meanwhile)
                return meanwhile;
            var agreed = await AgreeAsync(stop);
            _agreed = agreed;
            return agreed;
        }
        finally
        {
            _one.Release();
        }
    }

    async Task<string> AgreeAsync(CancellationToken stop)
    {
        using var ping = await connection.OpenAsync(new(HttpMethod.Get, "/_ping") { Versioned = false }, stop);
        var newest = ping.Headers.TryGetValues("Api-Version", out var values) ? Parse(values.First()) : null;
        if (newest is null)
            throw EngineConnection.NotTheApi();
        var about = await connection.ReadAsync(
            new(HttpMethod.Get, "/version") { Versioned = false },
            DockerJson.Default.EngineVersion,
            stop
        );
        var oldest = Parse(about.MinAPIVersion) ?? Oldest;
        if (newest < Oldest || oldest > Newest)
            throw new DockerException(
                null,
                $"The Docker engine speaks API {oldest} to {newest}; this client speaks {Oldest} to {Newest}."
            );
        return (newest < Newest ? newest : Newest).ToString();
    }

    static Version? Parse(string text) => Version.TryParse(text, out var version) ? version : null;

    /// <summary>"client version 1.47 is too new" or "too old": the only sign, as plain text or JSON, under a plain 400.</summary>
    public static bool IsRefused(HttpStatusCode status, string message) =>
        status == HttpStatusCode.BadRequest && message.StartsWith("client version ", StringComparison.Ordinal);
}
