using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Docker.Transport;

namespace Studio.Docker;

/// <summary>
/// Credentials for one registry, sent with a single request and never stored by the engine. Cannot print or serialize its password.
/// See <see href="https://docs.docker.com/reference/api/engine/#authentication">authentication</see>.
/// </summary>
public sealed class RegistryAuth(string username, string password, string? serverAddress = null)
{
    const string Mask = "•••";

    /// <summary>The account's name; a fixed word such as <c>_json_key</c> for some registries.</summary>
    public string Username { get; } = username;

    /// <summary>Host and port of the registry, as in an image reference. Needed by <c>POST /auth</c>, ignored by pulls.</summary>
    public string? ServerAddress { get; } = serverAddress;

    /// <inheritdoc/>
    public override string ToString() => $"{Username}:{Mask}@{ServerAddress}";

    internal byte[] ToJson() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new RegistryAuthWire(Username, password, ServerAddress),
            DockerJson.Default.RegistryAuthWire
        );

    /// <summary>
    /// The value of <c>X-Registry-Auth</c>: base64url (RFC 4648 section 5) with padding. Without the padding the engine takes the
    /// request for an anonymous one, and does not say so.
    /// </summary>
    internal string ToHeader() => Convert.ToBase64String(ToJson()).Replace('+', '-').Replace('/', '_');

    /// <summary>A registry may answer with what it was sent, and the engine quotes registries.</summary>
    internal string Scrub(string message)
    {
        if (password.Length == 0)
            return message;
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{password}"));
        return message
            .Replace(password, Mask, StringComparison.Ordinal)
            .Replace(basic, Mask, StringComparison.Ordinal)
            .Replace(ToHeader(), Mask, StringComparison.Ordinal);
    }
}

sealed class RegistryAuthWire(string username, string password, string? serverAddress)
{
    [JsonPropertyName("username")]
    public string Username { get; } = username;

    [JsonPropertyName("password")]
    public string Password { get; } = password;

    [JsonPropertyName("serveraddress")]
    public string? ServerAddress { get; } = serverAddress;
}
