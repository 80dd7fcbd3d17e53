using Studio.Domain.Common;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>
/// One value of one entry: <c>NAME</c> and what it is bound to. Rows are never changed, only superseded: an entry as it stood at a
/// version of the collection is the row that had been added by then and had not been removed yet.
/// </summary>
public sealed class SecretKeyEntry
{
    SecretKeyEntry() { }

    internal SecretKeyEntry(SecretKeysVersion addedBy, EntryChange change, int version, SealedEntry value)
    {
        Collection = addedBy.Collection;
        Name = change.Name;
        Version = version;
        ValueVersion = value.Version;
        SealedValue = value.Value;
        SealedPreview = value.Preview;
        Delivery = change.Delivery;
        ExpiresAt = change.ExpiresAt;
        AddedIn = addedBy.Number;
        UpdatedBy = addedBy.By;
        UpdatedAt = addedBy.At;
    }

    /// <summary>Which row it is and where it stands, without its values: enough to delete it.</summary>
    internal static SecretKeyEntry Bare(
        SecretKeysId collection,
        string name,
        int version,
        int addedIn,
        int? removedIn
    ) =>
        new()
        {
            Collection = collection,
            Name = name,
            Version = version,
            AddedIn = addedIn,
            RemovedIn = removedIn,
        };

    public SecretKeysId Collection { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Counts the changes of this entry, from 1.</summary>
    public int Version { get; private set; }

    /// <summary>The version at which the value was last set: what the ciphertext is bound to.</summary>
    public int ValueVersion { get; private set; }

    public byte[] SealedValue { get; private set; } = [];

    public byte[] SealedPreview { get; private set; } = [];

    public Delivery Delivery { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The version of the collection that brought it.</summary>
    public int AddedIn { get; private set; }

    /// <summary>The version of the collection that replaced or removed it; null while it is current.</summary>
    public int? RemovedIn { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>What has been said of its expiry.</summary>
    public ExpiryNotice Notice { get; private set; }

    internal bool IsCurrent => RemovedIn is null;

    internal SealedEntry Sealed => new(ValueVersion, SealedValue, SealedPreview);

    /// <summary>Whether it stands in that version of its collection.</summary>
    internal bool IsPartOf(int version) => AddedIn <= version && (RemovedIn is null || RemovedIn > version);

    internal void RemoveIn(int version) => RemovedIn = version;

    internal void Told(ExpiryNotice notice) => Notice = notice;
}

/// <summary>How far the audit log has followed an entry to its end.</summary>
public enum ExpiryNotice
{
    None,

    /// <summary>It was said that it expires soon.</summary>
    Expiring,

    /// <summary>It was said that it has expired.</summary>
    Expired,
}

/// <summary>A value as it is stored, and the version of the entry that it is bound to.</summary>
readonly record struct SealedEntry(int Version, byte[] Value, byte[] Preview)
{
    public static SealedEntry Seal(SecretVault vault, SecretText value, VaultPlace place) =>
        new(place.Version, vault.Seal(value, place), vault.SealPreview(value, place));
}
