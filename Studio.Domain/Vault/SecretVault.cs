using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Studio.Domain.Common;

namespace Studio.Domain.Vault;

/// <summary>
/// Seals and opens secret values. The cryptography is ASP.NET Core DataProtection's (AES-256-GCM) on a key ring of its own
/// (<see cref="VaultRing"/>); this class binds each value to its place.
/// </summary>
public sealed class SecretVault(VaultRing ring)
{
    const string ValuePurpose = "Studio.Vault.v1";
    const string PreviewPurpose = "Studio.Vault.Preview.v1";

    long _opened;

    public bool IsSealed => ring.IsSealed;

    /// <summary>How many values have been opened. Previews do not count: that lists and plans open none is tested with this.</summary>
    public long OpenedCount => Interlocked.Read(ref _opened);

    /// <exception cref="Storage.SealedException">The vault is sealed.</exception>
    public byte[] Seal(SecretText value, VaultPlace place) =>
        Protector(ValuePurpose, place).Protect(Encoding.UTF8.GetBytes(value.Reveal()));

    /// <exception cref="Storage.SealedException">The vault is sealed.</exception>
    /// <exception cref="CryptographicException">The ciphertext is damaged, or belongs to another place.</exception>
    public SecretText Open(byte[] ciphertext, VaultPlace place) =>
        At(place.Owner, place.Container).Open(ciphertext, place.Entry, place.Version);

    /// <summary>To open many values of one container: what their places have in common is bound only once.</summary>
    /// <exception cref="Storage.SealedException">The vault is sealed.</exception>
    internal Container At(string owner, string container) =>
        new(this, ring.Provider.CreateProtector(ValuePurpose, owner, container));

    /// <summary>What may be shown of a value, computed once while it is at hand and sealed apart from it.</summary>
    public byte[] SealPreview(SecretText value, VaultPlace place) =>
        Protector(PreviewPurpose, place).Protect(ValuePreview.Of(value).ToBytes(ValueFingerprint.Of(value)));

    /// <summary>The preview; while sealed the bare mask.</summary>
    public ValuePreview OpenPreview(byte[] ciphertext, VaultPlace place) =>
        ring.IsSealed
            ? ValuePreview.Unknown
            : ValuePreview.FromBytes(Protector(PreviewPurpose, place).Unprotect(ciphertext));

    /// <summary>Whether a value is the one that a preview was computed of. Opens no value.</summary>
    /// <returns>False also where that is not known: the preview is of a time without fingerprints.</returns>
    /// <exception cref="Storage.SealedException">The vault is sealed.</exception>
    public bool IsPreviewOf(byte[] preview, VaultPlace place, SecretText value)
    {
        var fingerprint = ValuePreview.Fingerprint(Protector(PreviewPurpose, place).Unprotect(preview));
        return !fingerprint.IsEmpty && ValueFingerprint.Matches(fingerprint, value);
    }

    /// <summary>The values of one <see cref="VaultPlace.Container"/>.</summary>
    internal readonly struct Container(SecretVault vault, IDataProtector protector)
    {
        /// <inheritdoc cref="SecretVault.Open"/>
        public SecretText Open(byte[] ciphertext, string entry, int version)
        {
            Interlocked.Increment(ref vault._opened);
            var value = protector.CreateProtector(entry, $"{version}").Unprotect(ciphertext);
            return new SecretText(Encoding.UTF8.GetString(value));
        }
    }

    IDataProtector Protector(string purpose, VaultPlace place) =>
        ring.Provider.CreateProtector(purpose, place.Owner, place.Container, place.Entry, $"{place.Version}");
}
