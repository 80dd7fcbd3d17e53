using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Studio.Domain.Audit;
using Studio.Domain.Storage;

namespace Studio.Domain.Vault;

/// <summary>
/// Opens the vault: at start, at setup and by hand. Studio begins sealed; the database is written for the first time after its
/// canary has been opened, or when there is nothing in it yet.
/// </summary>
/// <param name="keysFolder"><c>keys/vault</c> in the data directory.</param>
public sealed partial class StudioVault(
    string keysFolder,
    MasterKeySources masterKeys,
    StudioDatabases databases,
    VaultRing ring,
    SealedAudit sealedAudit,
    TimeProvider clock,
    ILogger<StudioVault> log
)
{
    readonly VaultKeys _keys = new(keysFolder);

    Installation? _installation;
    MasterKey? _newMasterKey;

    /// <summary>The vault is not sealed any more. Raised on whatever thread opened it.</summary>
    public event Action? Opened;

    public VaultStatus Status { get; private set; } = new(VaultCondition.Sealed);

    public IReadOnlyList<VaultKey> Keys => _keys.List();

    /// <summary>Id of the key that new values are written under; null until set up.</summary>
    public Guid? ActiveKey => _installation?.VaultKeyId;

    /// <summary>Value of the label <c>studio.instance</c> on everything that this installation makes.</summary>
    /// <exception cref="InvalidOperationException">It has not been set up yet, so it has made nothing.</exception>
    public string InstanceId => _installation?.InstanceId ?? throw new InvalidOperationException("Not set up yet.");

    /// <summary>Opens the vault with the master key of this machine, or stays sealed and says why.</summary>
    /// <exception cref="MasterKeyException">A new installation has a master key that cannot be used.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        _installation = await databases.FindInstallationAsync(stop);
        var search = masterKeys.Find();
        if (_installation is null)
        {
            _newMasterKey =
                search.Key ?? (search.Absent ? masterKeys.Create() : throw new MasterKeyException(search.Reason!));
            await databases.PrepareAsync(stop);
            databases.Unlock();
            Status = new(VaultCondition.WaitingForSetup, FoundKeyId: _newMasterKey.Id);
        }
        else if (search.Key is { } key && Opens(key, _installation) is { } provider)
            await OpenAsync(provider, key, _installation, stop);
        else
            StaySealed(_installation, search);
    }

    /// <summary>Tries a master key that someone gave, on an open vault too.</summary>
    /// <returns>Whether it was the right one, and the vault is open.</returns>
    public async Task<bool> TryUnsealAsync(MasterKey key, CancellationToken stop)
    {
        if (_installation is not { } installation || Opens(key, installation) is not { } provider)
            return false;
        if (Status.IsSealed)
            await OpenAsync(provider, key, installation, stop);
        return true;
    }

    /// <summary>Makes the vault's first key. The caller saves the row, then calls <see cref="Open"/>.</summary>
    internal Installation Found()
    {
        var masterKey =
            _newMasterKey ?? throw new InvalidOperationException("Only a new installation gets a vault key.");
        var now = clock.GetUtcNow();
        var key = _keys.Create(masterKey, now);
        return new Installation(masterKey, key, _keys.Open(masterKey), now);
    }

    internal void Open(Installation founded)
    {
        _installation = founded;
        ring.Open(_keys.Open(_newMasterKey!));
        Status = new(VaultCondition.Open, founded.InstanceId, founded.MasterKeyId, founded.MasterKeyId);
        _newMasterKey = null;
    }

    IDataProtectionProvider? Opens(MasterKey key, Installation installation)
    {
        var provider = _keys.Open(key);
        return installation.IsOpenedBy(provider) ? provider : null;
    }

    async Task OpenAsync(
        IDataProtectionProvider provider,
        MasterKey key,
        Installation installation,
        CancellationToken stop
    )
    {
        await databases.PrepareAsync(stop);
        // From here on it is open: nothing may fail or be cancelled, and writers find a ring that opens.
        ring.Open(provider);
        databases.Unlock();
        Status = new(VaultCondition.Open, installation.InstanceId, installation.MasterKeyId, key.Id);
        await sealedAudit.AppendToChainAsync(databases);
        Opened?.Invoke();
    }

    void StaySealed(Installation installation, MasterKeySearch search)
    {
        var reason =
            search.Reason
            ?? (
                search.Key!.Id == installation.MasterKeyId
                    ? "The master key is the right one, but the keys in keys/vault are missing or damaged: restore them."
                    : $"The master key found is {search.Key.Id}, but this database was made with {installation.MasterKeyId}."
            );
        Status = new(VaultCondition.Sealed, installation.InstanceId, installation.MasterKeyId, search.Key?.Id, reason);
        LogSealed(reason, installation.MasterKeyId, search.Key?.Id ?? "none");
    }

    [LoggerMessage(
        LogLevel.Error,
        "Studio is sealed: nothing is written and no secret can be used. {Reason} Expected master key: {Expected}, found: {Found}."
    )]
    partial void LogSealed(string reason, string expected, string found);
}

/// <summary>The start cannot go on: a sentence for the operator.</summary>
public sealed class MasterKeyException(string message) : Exception(message);
