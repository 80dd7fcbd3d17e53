using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.RegularExpressions;
using Studio.Domain.Engine;

namespace Studio.Domain.PullSecrets;

/// <summary>The rule of registry servers: host and optional port, nothing else.</summary>
public static partial class RegistryServer
{
    const string Example = "The server is host or host:port, such as registry.example.com.";

    /// <summary>Reads a server as people write it. Docker Hub's names become one, upper case becomes lower case.</summary>
    /// <param name="error">A sentence that does not quote the text: someone may have pasted credentials into it.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out string? server,
        [NotNullWhen(false)] out string? error
    )
    {
        (server, error) = (null, Check(text));
        if (error is not null)
            return false;
        server = ImageReference.NormalizeServer(text!);
        return true;
    }

    /// <summary>Splits a server that has been checked; 443 without a port, as the engine does.</summary>
    public static (string Host, int? Port) Split(string server)
    {
        var match = HostAndPort().Match(server);
        return (
            match.Groups["host"].Value.Trim('[', ']'),
            match.Groups["port"] is { Success: true } port ? int.Parse(port.Value, null) : null
        );
    }

    static string? Check(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return $"A server is needed. {Example}";
        if (text.Contains("://", StringComparison.Ordinal))
            return $"Leave out the scheme (https://). {Example}";
        if (text.Contains('@', StringComparison.Ordinal))
            return $"Leave out user name and password here. {Example}";
        if (text.Contains('/', StringComparison.Ordinal))
            return $"Leave out the path. {Example}";
        if (text.Length > 261 || !HostAndPort().IsMatch(text))
            return Example;
        var (host, port) = Split(text);
        if (port is < 1 or > 65535)
            return "A port is a number from 1 to 65535.";
        if (text[0] == '[' && !IPAddress.TryParse(host, out _))
            return Example;
        // The engine dials what is stored here by itself; a name is looked at again when it is tested.
        return IPAddress.TryParse(host, out var address)
            ? RegistryAddresses.Refusal(address, denyPrivate: false)
            : null;
    }

    [GeneratedRegex(
        @"\A(?<host>[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*|\[[0-9a-fA-F:.]+\])"
            + @"(?::(?<port>[0-9]{1,5}))?\z"
    )]
    private static partial Regex HostAndPort();
}
