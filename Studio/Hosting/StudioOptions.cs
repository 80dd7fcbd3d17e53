using System.Globalization;
using System.Net;
using Studio.Docker;
using Studio.Domain.Common;
using Studio.Domain.Vault;

namespace Studio.Hosting;

/// <summary>The configuration, read once and checked before anything else is done.</summary>
public sealed class StudioOptions
{
    const string DefaultEngine = "unix:///var/run/docker.sock";
    const int MaxSettleSeconds = 600;
    const int MaxLogMegabytes = 10_000;

    StudioOptions(IConfiguration configuration)
    {
        var studio = configuration.GetSection("Studio");
        DataDirectory = FullPath(studio, "DataDirectory", "data");
        var beside = Path.GetDirectoryName(DataDirectory) ?? DataDirectory;
        MasterKeyFile = FullPath(studio, "MasterKeyFile", Path.Combine(beside, "studio-master.key"));
        RuntimeDirectory = FullPath(studio, "RuntimeDirectory", "/run/studio");
        Engine = Endpoint(
            Text(studio["Docker:Endpoint"]) ?? Text(configuration["DOCKER_HOST"]) ?? DefaultEngine,
            Text(configuration["DOCKER_CERT_PATH"])
        );
        LogMegabytes = Number(studio, "Docker:LogMegabytes", 10, 1, MaxLogMegabytes, "megabytes");
        DenyPrivateRegistries = Flag(studio, "Registries:DenyPrivate");
        LaunchSettle = Seconds(studio, "Launch:SettleSeconds", 3, MaxSettleSeconds);
        MasterKey = new MasterKeyPlaces(
            Text(configuration["CREDENTIALS_DIRECTORY"]),
            MasterKeyFile,
            Text(configuration["STUDIO_MASTER_KEY"]) is { } key ? new SecretText(key) : null
        );
        TrustedProxies = Networks(studio, "TrustedProxies");
        CheckUrls(configuration);
    }

    /// <summary>Absolute, as all paths here; a relative one is meant from the working directory.</summary>
    public string DataDirectory { get; }

    public string MasterKeyFile { get; }

    public string RuntimeDirectory { get; }

    public DockerEndpoint Engine { get; }

    /// <summary>Of each of the three files that the engine keeps of a container's output.</summary>
    public int LogMegabytes { get; }

    /// <summary>Whether registries on private and loopback addresses are refused.</summary>
    public bool DenyPrivateRegistries { get; }

    /// <summary>How long a container without a health check must stay up to count as healthy.</summary>
    public TimeSpan LaunchSettle { get; }

    public MasterKeyPlaces MasterKey { get; }

    /// <summary>Beside loopback: whose word on the client's address, host and scheme is taken.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; }

    public string DatabaseFile => Path.Combine(DataDirectory, "studio.db");

    public string VaultKeys => Path.Combine(DataDirectory, "keys", "vault");

    public string WebKeys => Path.Combine(DataDirectory, "keys", "web");

    public string StorageFolder => Path.Combine(DataDirectory, "storage");

    public string LogsFolder => Path.Combine(DataDirectory, "logs");

    public string LockFile => Path.Combine(DataDirectory, "studio.lock");

    public string SetupCodeFile => Path.Combine(DataDirectory, "setup-code");

    public string SealedAuditFile => Path.Combine(DataDirectory, "sealed-audit.jsonl");

    /// <exception cref="StartException">A value is wrong; the sentence names its key.</exception>
    public static StudioOptions Read(IConfiguration configuration) => new(configuration);

    static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    static string FullPath(IConfiguration section, string key, string fallback)
    {
        var path = Text(section[key]) ?? fallback;
        return path.Contains('\0', StringComparison.Ordinal)
            ? throw new StartException($"Studio:{key}", "is not a path.")
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    static DockerEndpoint Endpoint(string text, string? certificates)
    {
        try
        {
            return DockerEndpoint.Parse(text, certificates);
        }
        catch (FormatException error)
        {
            throw new StartException("Studio:Docker:Endpoint", $"(or DOCKER_HOST) cannot be used. {error.Message}");
        }
    }

    static bool Flag(IConfiguration section, string key) =>
        Text(section[key]) is not { } text ? false
        : bool.TryParse(text, out var flag) ? flag
        : throw new StartException($"Studio:{key}", "must be true or false.");

    static TimeSpan Seconds(IConfiguration section, string key, int fallback, int max) =>
        TimeSpan.FromSeconds(Number(section, key, fallback, 0, max, "seconds"));

    static int Number(IConfiguration section, string key, int fallback, int min, int max, string unit) =>
        Text(section[key]) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= min
        && number <= max
            ? number
        : throw new StartException($"Studio:{key}", $"must be a number of {unit} from {min} to {max}.");

    static IReadOnlyList<IPNetwork> Networks(IConfiguration section, string key) =>
        [
            .. (Text(section[key]) ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text =>
                    IPNetwork.TryParse(text, out var network) ? network
                    : IPAddress.TryParse(text, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
                    : throw new StartException(
                        $"Studio:{key}",
                        "must be addresses or networks with commas between them, such as 10.0.0.2, 10.1.0.0/16."
                    )
                ),
        ];

    static void CheckUrls(IConfiguration configuration)
    {
        foreach (var url in configuration["Urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var address = Address(url);
            if (address is null or { PathBase.Length: > 0 })
                throw new StartException("Urls", "must be addresses without a path, such as http://127.0.0.1:5080.");
            if (address.Scheme == Uri.UriSchemeHttps && !configuration.GetSection("Kestrel:Certificates").Exists())
                throw new StartException(
                    "Urls",
                    "asks for https, and Kestrel:Certificates:Default names no certificate."
                );
        }
    }

    static BindingAddress? Address(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
