using Microsoft.AspNetCore.DataProtection;
using Studio.Domain.Storage;

namespace Studio.Domain.Vault;

/// <summary>The keys that secret values are sealed with, or the fact that they are not at hand.</summary>
public sealed class VaultRing
{
    volatile IDataProtectionProvider? _provider;

    /// <summary>A sealed ring.</summary>
    public VaultRing() { }

    /// <summary>An open ring on keys that someone else looks after.</summary>
    public VaultRing(IDataProtectionProvider provider) => _provider = provider;

    public bool IsSealed => _provider is null;

    /// <exception cref="SealedException">The ring is sealed.</exception>
    internal IDataProtectionProvider Provider => _provider ?? throw new SealedException();

    internal void Open(IDataProtectionProvider provider) => _provider = provider;
}
