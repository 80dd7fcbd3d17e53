using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Studio.Docker;

/// <summary>
/// Where an engine listens: <c>unix:///var/run/docker.sock</c>, <c>tcp://host:2375</c>, or <c>tcp://host:2376</c> with client certificates.
/// The texts are those of <see href="https://docs.docker.com/reference/cli/docker/#environment-variables">DOCKER_HOST</see>.
/// </summary>
public sealed class DockerEndpoint
{
    const int PlainPort = 2375;
    const int TlsPort = 2376;

    readonly string _text;
    readonly string? _certificates;

    DockerEndpoint(string text, Uri baseAddress, string? socketPath, string? certificates) =>
        (_text, BaseAddress, SocketPath, _certificates) = (text, baseAddress, socketPath, certificates);

    /// <summary>Path of the engine's socket on this machine, or null for a <c>tcp</c> endpoint.</summary>
    public string? SocketPath { get; }

    internal Uri BaseAddress { get; }

    /// <summary>Reads an endpoint.</summary>
    /// <param name="certificateFolder">
    /// For <c>tcp</c>: a folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>, as <c>DOCKER_CERT_PATH</c> names it; null speaks plain HTTP.
    /// </param>
    /// <exception cref="FormatException">The text is no endpoint, or one of a kind that is not supported.</exception>
    public static DockerEndpoint Parse(string text, string? certificateFolder = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("npipe:", StringComparison.OrdinalIgnoreCase))
            throw new FormatException("Named pipes (npipe://) are not supported: use unix:// or tcp://.");
        if (text.StartsWith("unix://", StringComparison.Ordinal) && text["unix://".Length..] is ['/', _, ..] path)
            return new(text, new("http://docker"), path, null);
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsPlainTcp(uri))
        {
            var (scheme, port) = certificateFolder is null ? ("http", PlainPort) : ("https", TlsPort);
            var address = new UriBuilder(scheme, uri.Host, uri.Port > 0 ? uri.Port : port).Uri;
            return new(text, address, null, certificateFolder);
        }
        throw new FormatException(
            "A Docker endpoint is unix:// and an absolute path, or tcp:// with a host and a port, such as unix:///var/run/docker.sock."
        );
    }

    static bool IsPlainTcp(Uri uri) =>
        uri is { Scheme: "tcp", Host.Length: > 0, UserInfo: "", AbsolutePath: "" or "/", Query: "", Fragment: "" };

    /// <summary>The endpoint as it was written.</summary>
    public override string ToString() => _text;

    /// <summary>A handler that reaches this endpoint and nothing else: no proxy, no redirects, no cookies, no tracing headers.</summary>
    internal SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };
        if (SocketPath is not null)
            handler.ConnectCallback = (_, stop) => ConnectAsync(SocketPath, stop);
        else if (_certificates is not null)
            handler.SslOptions = ReadCertificates(_certificates);
        return handler;
    }

    static async ValueTask<Stream> ConnectAsync(string path, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static SslClientAuthenticationOptions ReadCertificates(string folder)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.ImportFromPemFile(Path.Combine(folder, "ca.pem"));
        var own = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        return new() { ClientCertificates = [own], CertificateChainPolicy = trust };
    }
}
