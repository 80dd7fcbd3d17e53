using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Studio.Domain.Engine;

/// <summary>
/// A parsed image reference, by the
/// <see href="https://pkg.go.dev/github.com/distribution/reference">grammar of distribution</see>: a first component is a host only
/// with a dot, a colon or as <c>localhost</c>; Docker Hub is what has no host.
/// </summary>
/// <param name="Server">Registry host and port, <c>docker.io</c> for Docker Hub.</param>
/// <param name="Repository">Path within the registry, such as <c>library/alpine</c>.</param>
/// <param name="Tag">Null only with a digest.</param>
/// <param name="Digest"><c>sha256:…</c>, or null.</param>
public sealed partial record ImageReference(string Server, string Repository, string? Tag, string? Digest)
{
    public const string DockerHub = "docker.io";

    const int MaxNameLength = 255;

    /// <summary>Server and repository, without tag and digest: what the engine is asked by.</summary>
    public string Name => $"{Server}/{Repository}";

    /// <summary>The whole reference; the digest wins over the tag, as in the engine.</summary>
    public override string ToString() => Digest is null ? $"{Name}:{Tag}" : $"{Name}@{Digest}";

    public ImageReference WithDigest(string digest) => this with { Digest = digest };

    /// <summary>Reads a reference as people write it; no tag means <c>latest</c>.</summary>
    /// <param name="error">A sentence that does not quote the text: someone may have pasted credentials into it.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out ImageReference? reference,
        [NotNullWhen(false)] out string? error
    )
    {
        reference = null;
        if (string.IsNullOrEmpty(text))
        {
            error = "An image is needed, such as registry.example.com/team/app:1.";
            return false;
        }

        var match = text.Length <= 1024 ? Reference().Match(text) : Match.Empty;
        if (!match.Success)
        {
            error =
                text.Contains("://", StringComparison.Ordinal) ? "Leave out the scheme: an image is host/path:tag."
                : text.Any(char.IsUpper) ? "This is not an image reference: the path must be lowercase (host/path:tag)."
                : "This is not an image reference. The form is host/path:tag, without credentials and spaces.";
            return false;
        }

        var (server, path) = Split(match.Groups["name"].Value);
        var digest = match.Groups["digest"] is { Success: true } found ? found.Value : null;
        var tag = match.Groups["tag"] is { Success: true } named ? named.Value : null;
        if (path.Length == 0 || !Path().IsMatch(path) || server.Length + path.Length > MaxNameLength)
        {
            error = "This is not an image reference: the path has lowercase letters, digits, dots, dashes and slashes.";
            return false;
        }

        reference = new ImageReference(server, path, tag ?? (digest is null ? "latest" : null), digest);
        error = null;
        return true;
    }

    /// <summary>Docker Hub goes by several names; credentials for one are for all.</summary>
    public static string NormalizeServer(string server)
    {
        var host = server.ToLowerInvariant();
        return host is "index.docker.io" or "registry-1.docker.io" or "registry.hub.docker.com" ? DockerHub : host;
    }

    static (string Server, string Path) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var isHost =
            first == "localhost"
            || first.Contains('.', StringComparison.Ordinal)
            || first.Contains(':', StringComparison.Ordinal);
        if (isHost && NormalizeServer(first) != DockerHub)
            return (NormalizeServer(first), name[(slash + 1)..]);
        var path = isHost ? name[(slash + 1)..] : name;
        return (DockerHub, path.Contains('/', StringComparison.Ordinal) ? path : $"library/{path}");
    }

    [GeneratedRegex(
        @"\A(?<name>(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?/)?[a-z0-9][a-z0-9._/-]*)"
            + @"(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?\z"
    )]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z")]
    private static partial Regex Path();
}
