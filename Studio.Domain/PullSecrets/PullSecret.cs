using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>Which form a registry's credentials have.</summary>
public enum RegistryKind
{
    /// <summary>GCP Artifact Registry, with the JSON key of a service account.</summary>
    Gcp,

    /// <summary>Azure Container Registry, with a service principal.</summary>
    Acr,

    /// <summary>Any registry that takes a user name and a password.</summary>
    Other,
}

/// <summary>Credentials for one registry server. Used to pull, and never seen by a container.</summary>
public sealed class PullSecret : IVersioned
{
    PullSecret() { }

    public PullSecret(ProjectId project, string by, DateTimeOffset now)
    {
        Id = PullSecretId.New();
        Project = project;
        CreatedAt = UpdatedAt = now;
        CreatedBy = UpdatedBy = by;
    }

    public PullSecretId Id { get; private set; }

    public ProjectId Project { get; private set; }

    public string Name { get; private set; } = "";

    public RegistryKind Kind { get; private set; }

    /// <summary>Host and port, such as <c>europe-docker.pkg.dev</c> or <c>127.0.0.1:5000</c>: the only place it is ever sent to.</summary>
    public string Server { get; private set; } = "";

    public string Username { get; private set; } = "";

    /// <summary>What people know the account by, such as a service account's e-mail; keyed by wire name. Not secret.</summary>
    public Dictionary<string, string> Details { get; private set; } = [];

    public byte[] SealedPassword { get; private set; } = [];

    public byte[] SealedPreview { get; private set; } = [];

    /// <summary>The version at which the password was last set: what the ciphertext is bound to.</summary>
    public int PasswordVersion { get; private set; }

    /// <summary>Counts the saves, from 1. The concurrency token.</summary>
    public int Version { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    public VaultPlace Place => PlaceAt(PasswordVersion);

    /// <summary>Makes the next version.</summary>
    /// <param name="password">The new password; null keeps the one that is stored.</param>
    public void Save(SecretVault vault, PullSecretFields fields, SecretText? password, string by, DateTimeOffset now)
    {
        Version++;
        (Name, Kind, Server, Username) = (fields.Name, fields.Kind, fields.Server, fields.Username);
        Details = new Dictionary<string, string>(fields.Details);
        (UpdatedBy, UpdatedAt) = (by, now);
        if (password is null)
            return;
        PasswordVersion = Version;
        SealedPassword = vault.Seal(password, Place);
        SealedPreview = vault.SealPreview(password, Place);
    }

    VaultPlace PlaceAt(int version) => new($"{Project}", $"{Id}", "password", version);
}

/// <summary>What a pull secret says of itself, checked.</summary>
public sealed record PullSecretFields(
    string Name,
    RegistryKind Kind,
    string Server,
    string Username,
    IReadOnlyDictionary<string, string> Details
);
