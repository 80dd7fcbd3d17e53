using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Domain.Vault;

/// <summary>
/// Opens a sealed vault with the right master key, without a restart. The key is not kept on disk. An open vault stays open, and
/// says whether the key is the right one.
/// </summary>
public sealed class UnsealVault(StudioVault vault, AuditTrail audit, SealedTokens sealedTokens, TimeProvider clock)
    : IDisposable
{
    const int AttemptsAMinute = 5;

    readonly AttemptLimit _attempts = new(AttemptsAMinute, TimeSpan.FromMinutes(1), clock);
    readonly SemaphoreSlim _turn = new(1, 1);

    /// <returns><see cref="Invalid"/> for what is not a key or not the right one; <c>rate-limited</c>.</returns>
    public async Task<Result<VaultStatus>> RunAsync(Actor actor, SecretText masterKey, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.ManageKeys, null, AuditActions.Unseal, stop) is { } denied)
            return denied;
        if (!_attempts.TryTake(actor.Name))
            return new Refused("rate-limited", "Too many attempts. Wait a minute and try again.");
        if (MasterKey.Parse(masterKey.Reveal()) is not { } key)
            return new Invalid("masterKey", "Give 32 bytes in base64, as the master key file holds them.");

        await _turn.WaitAsync(stop);
        try
        {
            if (!await vault.TryUnsealAsync(key, stop))
            {
                await audit.WriteAsync(actor, AuditActions.Unseal, AuditSubject.Studio, $"found {key}", "failed", stop);
                return new Invalid("masterKey", $"This is {key}, which does not open this vault.");
            }

            await sealedTokens.StoreAsync();
        }
        finally
        {
            _turn.Release();
        }

        // Open is open, also when who asked for it has gone.
        await audit.WriteAsync(actor, AuditActions.Unseal, AuditSubject.Studio, null, "ok", CancellationToken.None);
        return vault.Status;
    }

    public void Dispose() => _turn.Dispose();
}
