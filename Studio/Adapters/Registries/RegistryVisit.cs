using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Studio.Domain.Engine;
using Studio.Domain.PullSecrets;

namespace Studio.Adapters.Registries;

/// <summary>
/// One visit to a registry, by the <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">distribution
/// specification</see>. The steps come in order; each knows what the ones before it found.
/// </summary>
sealed partial class RegistryVisit : IDisposable
{
    const string DockerHubRegistry = "registry-1.docker.io";
    const int MaxAnswer = 64 * 1024;

    static readonly string[] ManifestTypes =
    [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ];

    readonly RegistryDialer _dialer;
    readonly RegistryCredentials _credentials;
    readonly HttpClient _http;
    readonly string _host;
    readonly int? _port;

    Uri _registry;

    // The engine's own rule: loopback needs neither TLS nor a trusted certificate. Nothing else is spoken to without.
    bool _unprotected;
    TokenService? _tokens;
    bool _open;

    public RegistryVisit(RegistryDialer dialer, RegistryCredentials credentials)
    {
        (_dialer, _credentials) = (dialer, credentials);
        (_host, _port) = RegistryServer.Split(
            credentials.Server == ImageReference.DockerHub ? DockerHubRegistry : credentials.Server
        );
        _registry = Address(Uri.UriSchemeHttps);
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = ConnectAsync,
                SslOptions = { RemoteCertificateValidationCallback = Trusts },
                // A redirect could name any host, a proxy would see the password, and a cookie has no place here.
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswer,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Studio", null));
    }

    /// <summary>Whether the name is known, and may be connected to.</summary>
    public async Task<Finding> ResolveAsync(CancellationToken stop)
    {
        var addresses = await RegistryDialer.ResolveAsync(_host, stop);
        if (_dialer.Refusal(addresses) is { } refusal)
            return Finding.Failed(refusal);
        return Finding.Passed($"{_host} is at {string.Join(", ", addresses.Take(3).Select(address => $"{address}"))}.");
    }

    /// <summary>Whether it can be spoken to without anyone listening.</summary>
    public async Task<Finding> SecureAsync(CancellationToken stop)
    {
        var (isLoopback, errors, failure) = await ShakeHandsAsync(stop);
        if (failure is null && errors == SslPolicyErrors.None)
            return Finding.Passed("The connection is encrypted, and the certificate is trusted.");
        if (!isLoopback)
        {
            return Finding.Failed(
                failure is not null ? failure
                : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "The certificate is for another name."
                : "The certificate is not trusted, or has expired. Add its authority to those that this host trusts."
            );
        }

        _unprotected = true;
        if (failure is null)
            return Finding.Passed("The certificate is not trusted, which is accepted on this machine's own addresses.");
        _registry = Address(Uri.UriSchemeHttp);
        return Finding.Passed("It speaks plain HTTP, which is accepted on this machine's own addresses only.");
    }

    /// <summary>Whether it is a registry, and how it wants to be signed in to.</summary>
    public async Task<Finding> GreetAsync(CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Get, new Uri(_registry, "/v2/"), null, stop);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            _open = true;
            return Finding.Passed("It is a registry, and lets everybody in.");
        }

        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return Finding.Failed(Unexpected(answer, "it does not seem to be a registry. Check the host and the port"));
        var challenges = answer.Headers.WwwAuthenticate;
        if (challenges.FirstOrDefault(challenge => Is(challenge, "Bearer")) is { } bearer)
        {
            _tokens = TokenService.Read(bearer);
            if (_tokens is null)
                return Finding.Failed("It is a registry, but does not say where its tokens come from.");
            if (!_tokens.BelongsTo(_registry))
                return Finding.Failed(
                    "Its tokens come from another host, and credentials are sent to their own server only."
                );
        }
        else if (!challenges.Any(challenge => Is(challenge, "Basic")))
        {
            return Finding.Failed("It is a registry, but asks for a way of signing in that Studio does not know.");
        }

        return Finding.Passed("It is a registry, and asks for a user name and a password.");
    }

    /// <summary>Whether the user name and the password are right.</summary>
    public async Task<Finding> SignInAsync(CancellationToken stop)
    {
        if (_tokens is not null)
        {
            var (token, failure) = await GetTokenAsync(_tokens, null, stop);
            return token is null ? Finding.Failed(failure!) : Finding.Passed("Signed in.");
        }

        using var answer = await SendAsync(HttpMethod.Get, new Uri(_registry, "/v2/"), Basic(), stop);
        return answer.StatusCode != HttpStatusCode.OK ? Finding.Failed(Refused(answer))
            : _open ? Finding.Passed("Signed in, though everybody is: the password may not have been looked at.")
            : Finding.Passed("Signed in.");
    }

    /// <summary>Whether this account may pull this image.</summary>
    public async Task<Finding> FindImageAsync(ImageReference image, CancellationToken stop)
    {
        var authorization = Basic();
        if (_tokens is not null)
        {
            var (token, failure) = await GetTokenAsync(_tokens, image.Repository, stop);
            if (token is null)
                return Finding.Failed(failure!);
            authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        var manifest = new Uri(_registry, $"/v2/{image.Repository}/manifests/{image.Digest ?? image.Tag}");
        using var answer = await SendAsync(HttpMethod.Head, manifest, authorization, stop);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => Finding.Passed($"The image can be pulled{Digest(answer)}."),
            HttpStatusCode.NotFound => Finding.Failed(
                $"There is no image {image} there, or this account may not know of it."
            ),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Finding.Failed(
                $"The registry answered {(int)answer.StatusCode}: this account may not pull {image.Repository}."
            ),
            _ => Finding.Failed(Unexpected(answer, "it does not say whether the image is there")),
        };
    }

    public void Dispose() => _http.Dispose();

    Uri Address(string scheme) => new UriBuilder(scheme, _host, _port ?? -1).Uri;

    async Task<(bool IsLoopback, SslPolicyErrors Errors, string? Failure)> ShakeHandsAsync(CancellationToken stop)
    {
        using var socket = await _dialer.ConnectAsync(_host, _registry.Port, loopbackOnly: false, stop);
        var isLoopback = IPAddress.IsLoopback(((IPEndPoint)socket.RemoteEndPoint!).Address);
        var errors = SslPolicyErrors.None;
        await using var tls = new SslStream(new NetworkStream(socket));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _host,
            // Only to look: nothing is sent over this connection.
            RemoteCertificateValidationCallback = (_, _, _, found) => (errors = found) == found,
        };
        try
        {
            await tls.AuthenticateAsClientAsync(options, stop);
            return (isLoopback, errors, null);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            return (isLoopback, errors, "There is no TLS connection, and nothing else is spoken with other machines.");
        }
    }

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var (host, port) = (context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port);
        var socket = await _dialer.ConnectAsync(host, port, _unprotected && host == _host, stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || (_unprotected && ((SslStream)sender).TargetHostName == _host);

    async Task<(string? Token, string? Failure)> GetTokenAsync(
        TokenService tokens,
        string? repository,
        CancellationToken stop
    )
    {
        using var answer = await SendAsync(
            HttpMethod.Get,
            tokens.Request(_credentials.Username, repository),
            Basic(),
            stop,
            HttpCompletionOption.ResponseContentRead
        );
        if (answer.StatusCode != HttpStatusCode.OK)
            return (null, Refused(answer));
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
            foreach (var name in (ReadOnlySpan<string>)["token", "access_token"])
            {
                if (json.RootElement.TryGetProperty(name, out var token) && TokenForm().IsMatch($"{token}"))
                    return ($"{token}", null);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, "The registry's token service answered with something else than a token.");
        }

        return (null, "The registry's token service gave no token.");
    }

    async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        Uri address,
        AuthenticationHeaderValue? authorization,
        CancellationToken stop,
        HttpCompletionOption until = HttpCompletionOption.ResponseHeadersRead
    )
    {
        using var request = new HttpRequestMessage(method, address) { Headers = { Authorization = authorization } };
        foreach (var type in ManifestTypes)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await _http.SendAsync(request, until, stop);
    }

    AuthenticationHeaderValue Basic() =>
        new(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_credentials.Username}:{_credentials.Password.Reveal()}"))
        );

    static bool Is(AuthenticationHeaderValue challenge, string scheme) =>
        challenge.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    static string Refused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"The registry answered {(int)answer.StatusCode}: the user name or the password is wrong."
            : Unexpected(answer, "it does not let us sign in");

    static string Unexpected(HttpResponseMessage answer, string meaning) =>
        (int)answer.StatusCode switch
        {
            >= 300 and < 400 =>
                "The registry redirects to another address. Credentials are not sent along: enter that server instead.",
            429 => "The registry answered 429: it was asked too often. Wait a while and try again.",
            >= 500 and var status => $"The registry answered {status}: it has a problem of its own. Try again later.",
            var status => $"The server answered {status}: {meaning}.",
        };

    static string Digest(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Docker-Content-Digest", out var values)
        && DigestForm().Match(values.First()) is { Success: true } digest
            ? $" ({digest.Value})"
            : "";

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex DigestForm();

    /// <summary>What may stand in a header (<see href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750</see>).</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9._~+/-]+=*\z")]
    private static partial Regex TokenForm();
}
