namespace Studio.Domain.SecretKeys;

/// <summary>
/// One value of one entry: <c>NAME</c> and what it is bound to. Rows are never changed, only superseded: an entry as it stood at a
/// version of the collection is the row that had been added by then and had not been removed yet.
/// </summary>
public sealed class SecretKeyEntry
{
    SecretKeyEntry() { }

    internal SecretKeyEntry(
        string name,
        int version,
        int valueVersion,
        byte[] sealedValue,
        byte[] sealedPreview,
        Delivery delivery,
        DateTimeOffset? expiresAt,
        int addedIn,
        string updatedBy,
        DateTimeOffset updatedAt
    )
    {
        Name = name;
        Version = version;
        ValueVersion = valueVersion;
        SealedValue = sealedValue;
        SealedPreview = sealedPreview;
        Delivery = delivery;
        ExpiresAt = expiresAt;
        AddedIn = addedIn;
        UpdatedBy = updatedBy;
        UpdatedAt = updatedAt;
    }

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

    internal bool IsCurrent => RemovedIn is null;

    internal void RemoveIn(int version) => RemovedIn = version;
}
