using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Studio.Adapters.Registries;

/// <summary>
/// Where a registry says that tokens come from
/// (<see href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</see>), and whether the password
/// may go there.
/// </summary>
/// <param name="Realm">As the registry gave it, unchecked.</param>
sealed partial record TokenService(Uri Realm, string? Service)
{
    /// <summary>Suffixes below which everybody can have a name: their neighbours are strangers.</summary>
    static readonly string[] Shared =
    [
        "amazonaws.com",
        "azurecr.io",
        "azurewebsites.net",
        "cloudapp.azure.com",
        "cloudfront.net",
        "duckdns.org",
        "fly.dev",
        "github.io",
        "gitlab.io",
        "herokuapp.com",
        "netlify.app",
        "ngrok.io",
        "pages.dev",
        "pkg.dev",
        "run.app",
        "vercel.app",
        "workers.dev",
    ];

    /// <summary>Reads a <c>Bearer</c> challenge; null when it names no usable realm.</summary>
    public static TokenService? Read(AuthenticationHeaderValue bearer)
    {
        var values = Parameter()
            .Matches(bearer.Parameter ?? "")
            .GroupBy(match => match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                same => same.Key,
                same => same.First().Groups["value"].Value,
                StringComparer.OrdinalIgnoreCase
            );
        return Uri.TryCreate(values.GetValueOrDefault("realm"), UriKind.Absolute, out var realm)
            ? new(realm, values.GetValueOrDefault("service"))
            : null;
    }

    /// <summary>
    /// Whether it is the registry's own: on its host over TLS, or on a sibling below the same domain (Docker Hub's and GitLab's
    /// are). Without TLS only exactly where the registry is.
    /// </summary>
    /// <param name="registry">The address that the registry was reached at.</param>
    public bool BelongsTo(Uri registry)
    {
        if (Realm.UserInfo.Length > 0)
            return false;
        if (Realm.Scheme != Uri.UriSchemeHttps)
            return Realm.Scheme == registry.Scheme && Realm.Authority == registry.Authority;
        return Realm.IdnHost == registry.IdnHost
            || (
                IsName(Realm)
                && IsName(registry)
                && Domain(Realm.IdnHost) is { } domain
                && domain == Domain(registry.IdnHost)
            );
    }

    /// <summary>Where to ask for a token.</summary>
    /// <param name="repository">To pull from; null: only to sign in.</param>
    public Uri Request(string username, string? repository)
    {
        var query = new Dictionary<string, string?>
        {
            ["service"] = Service,
            ["client_id"] = "studio",
            ["account"] = username,
            ["scope"] = repository is null ? null : $"repository:{repository}:pull",
        };
        var parts = query
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}");
        var existing = Realm.Query.TrimStart('?');
        return new UriBuilder(Realm)
        {
            Query = string.Join('&', existing.Length == 0 ? parts : parts.Prepend(existing)),
            Fragment = "",
        }.Uri;
    }

    static bool IsName(Uri uri) => uri.HostNameType == UriHostNameType.Dns;

    /// <summary>
    /// The part of a name that one owner registered; null when that cannot be told. Below a country's short second level
    /// (<c>co.uk</c>, <c>com.au</c>) it has three labels.
    /// </summary>
    static string? Domain(string host)
    {
        if (Shared.Any(suffix => host == suffix || host.EndsWith($".{suffix}", StringComparison.Ordinal)))
            return null;
        var labels = host.Split('.');
        var count = labels.Length >= 2 && labels[^1].Length == 2 && labels[^2].Length <= 3 ? 3 : 2;
        return labels.Length < count ? null : string.Join('.', labels[^count..]);
    }

    [GeneratedRegex("""(?<name>[A-Za-z]+)\s*=\s*(?:"(?<value>[^"]*)"|(?<value>[^",\s]+))""")]
    private static partial Regex Parameter();
}
