using Studio.Client.Audit;
using Studio.Client.Commands;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.Images;
using Studio.Client.Launches;
using Studio.Client.Logs;
using Studio.Client.Metrics;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;
using Studio.Client.Services;
using Studio.Client.Vault;

namespace Studio.Client;

/// <summary>
/// Studio's REST API, one member a resource. A call throws <see cref="StudioException"/> when it is refused and
/// <see cref="StudioUnreachableException"/> when nobody answers. Ids and names are interchangeable.
/// </summary>
/// <param name="http">The caller's, who also disposes it.</param>
/// <param name="server">Studio's address, such as <c>http://127.0.0.1:5080</c>.</param>
/// <param name="token">A bearer token; null for setup and login.</param>
public sealed class StudioClient(HttpClient http, Uri server, SecretValue? token = null)
{
    private readonly RestConnection _connection = new(http, server, token);

    public SessionClient Session => new(_connection);
    public TokensClient Tokens => new(_connection);
    public UsersClient Users => new(_connection);
    public ProjectsClient Projects => new(_connection);
    public SecretKeysClient SecretKeys => new(_connection);
    public PullSecretsClient PullSecrets => new(_connection);
    public ServicesClient Services => new(_connection);
    public LaunchesClient Launches => new(_connection);
    public ImagesClient Images => new(_connection);
    public MetricsClient Metrics => new(_connection);

    /// <summary>Commands inside the containers of services.</summary>
    public CommandsClient Commands => new(_connection);

    /// <summary>What services print.</summary>
    public LogsClient Logs => new(_connection);
    public AuditClient Audit => new(_connection);
    public VaultClient Vault => new(_connection);
}
