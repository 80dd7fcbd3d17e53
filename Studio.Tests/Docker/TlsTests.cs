using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Studio.Docker;

namespace Studio.Tests.Docker;

public sealed class TlsTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docker-tls-");
    readonly X509Certificate2 _authority = NewAuthority();
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public TlsTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_engine_and_the_client_prove_who_they_are_with_certificates_of_one_authority()
    {
        WriteClientFolder(trusted: _authority);
        using var client = Connect();

        var served = ServePingAsync();
        await client.System.PingAsync(Stop);

        Assert.Equal("CN=client", await served);
    }

    [Fact]
    public async Task An_engine_with_a_certificate_of_another_authority_is_not_spoken_to()
    {
        using var other = NewAuthority();
        WriteClientFolder(trusted: other);
        using var client = Connect();

        var served = ServePingAsync();
        var refused = await Assert.ThrowsAsync<DockerUnavailableException>(() => client.System.PingAsync(Stop));

        Assert.StartsWith("No Docker engine answers at tcp://", refused.Message);
        await Assert.ThrowsAnyAsync<Exception>(() => served);
    }

    DockerClient Connect() =>
        new(DockerEndpoint.Parse($"tcp://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}", _folder.FullName));

    /// <summary>Answers one ping and returns the name in the client's certificate.</summary>
    async Task<string?> ServePingAsync()
    {
        using var socket = await _listener.AcceptTcpClientAsync(Stop);
        await using var tls = new SslStream(socket.GetStream());
        using var certificate = Issue("localhost");
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,
                CertificateChainPolicy = new()
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { _authority },
                },
            },
            Stop
        );
        await tls.ReadAtLeastAsync(new byte[1024], 16, cancellationToken: Stop);
        await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Stop);
        return tls.RemoteCertificate?.Subject;
    }

    void WriteClientFolder(X509Certificate2 trusted)
    {
        using var own = Issue("client");
        Write("ca.pem", trusted.ExportCertificatePem());
        Write("cert.pem", own.ExportCertificatePem());
        Write("key.pem", own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        void Write(string file, string pem) =>
            File.WriteAllText(Path.Combine(_folder.FullName, file), pem, Encoding.ASCII);
    }

    static X509Certificate2 NewAuthority()
    {
        var request = NewRequest("authority");
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Yesterday, Tomorrow);
    }

    X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_authority, Yesterday, Tomorrow, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    static CertificateRequest NewRequest(string name) =>
        new($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);

    /// <summary>One moment for all certificates: none may outlive its authority, not even by the second that a test takes.</summary>
    static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    static DateTimeOffset Yesterday => _now.AddDays(-1);
    static DateTimeOffset Tomorrow => _now.AddDays(1);
}
