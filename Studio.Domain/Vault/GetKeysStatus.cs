using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Domain.Vault;

/// <summary>Says whether the vault is open, and which keys there are.</summary>
public sealed class GetKeysStatus(StudioVault vault, AuditTrail audit)
{
    public async Task<Result<KeysStatus>> RunAsync(Actor actor, CancellationToken stop) =>
        await audit.RefusalAsync(actor, Permission.ManageKeys, null, AuditActions.ReadKeys, stop) is { } denied
            ? denied
            : new KeysStatus(vault.Status, vault.Keys, vault.ActiveKey);
}

/// <param name="ActiveKey">The one that new values are written under; null until Studio has been set up.</param>
public sealed record KeysStatus(VaultStatus Status, IReadOnlyList<VaultKey> Keys, Guid? ActiveKey);
