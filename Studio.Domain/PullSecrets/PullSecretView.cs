using Studio.Domain.Common;
using Studio.Domain.Redaction;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>What may be seen of a pull secret.</summary>
/// <param name="Server">The only place that the credentials are sent to.</param>
/// <param name="Details">What people know the account by, keyed by wire name. Not secret.</param>
/// <param name="Preview">Of the password or key.</param>
public sealed record PullSecretView(
    PullSecretId Id,
    string Name,
    RegistryKind Kind,
    string Server,
    string Username,
    IReadOnlyDictionary<string, string> Details,
    ValuePreview Preview,
    int Version,
    UseCount InUse,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
)
{
    /// <summary>The services that pull with it, in order of name.</summary>
    public IReadOnlyList<PullSecretUser> Users { get; init; } = [];

    /// <summary>Who the registry takes the puller for: an e-mail address where there is one.</summary>
    public string Account => Details.GetValueOrDefault("clientEmail") ?? Username;

    /// <summary>Sentences about what is stored but may not do what people expect.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (KnownValues.IsTooShort(Preview.Bytes))
                yield return $"The password is shorter than {KnownValues.ShortestRedacted} bytes: it cannot be hidden in logs.";
            if (Kind == RegistryKind.Acr && !Guid.TryParse(Username, out _))
                yield return "The service principal id is not a GUID. Is it the application (client) id?";
            if (Server.Contains(".dkr.ecr.", StringComparison.Ordinal))
                yield return "Passwords of AWS ECR are valid for 12 hours: update this one before each launch.";
        }
    }

    internal static PullSecretView Of(PullSecret secret, SecretVault vault, IEnumerable<PullSecretUser> users)
    {
        var known = users.OrderBy(user => user.Name, StringComparer.Ordinal).ToList();
        return new(
            secret.Id,
            secret.Name,
            secret.Kind,
            secret.Server,
            secret.Username,
            secret.Details,
            vault.OpenPreview(secret.SealedPreview, secret.Place),
            secret.Version,
            UseCount.Of(known.Select(user => user.Running)),
            secret.CreatedAt,
            secret.CreatedBy,
            secret.UpdatedAt,
            secret.UpdatedBy
        )
        {
            Users = known,
        };
    }
}
