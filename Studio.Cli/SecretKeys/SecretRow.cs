using Studio.Client.Common;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;

namespace Studio.Cli.SecretKeys;

/// <summary>A collection of secret keys or a pull secret, as <c>studio secret list</c> shows both.</summary>
/// <param name="Kind"><c>keys</c>, or the pull secret's registry: <c>gcp</c>, <c>acr</c>, <c>other</c>.</param>
/// <param name="Entries">Null for a pull secret.</param>
internal sealed record SecretRow(
    string Id,
    string Name,
    string Kind,
    int? Entries,
    InUseResponse InUse,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
)
{
    public static SecretRow Of(SecretKeysListItemResponse keys) =>
        new(keys.Id, keys.Name, "keys", keys.EntryCount, keys.InUse, keys.UpdatedAt, keys.UpdatedBy);

    public static SecretRow Of(PullSecretResponse secret) =>
        new(secret.Id, secret.Name, secret.Registry, null, secret.InUse, secret.UpdatedAt, secret.UpdatedBy);
}
