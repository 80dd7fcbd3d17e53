using Studio.Domain.Common;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>
/// A named collection of secret entries. Every save is a version. Older ones are kept, sealed: the last <see cref="VersionsKept"/> to be
/// restored, and those that launches name to be rolled back to.
/// </summary>
public sealed class SecretKeyCollection : IVersioned
{
    /// <summary>How many of the newest versions are kept whatever happens.</summary>
    public const int VersionsKept = 20;

    public const int MaxEntries = 500;

    readonly List<SecretKeyEntry> _entries = [];
    readonly List<SecretKeysVersion> _versions = [];

    SecretKeyCollection() { }

    public SecretKeyCollection(SecretOwner owner, string name, string? description, string by, DateTimeOffset now)
    {
        Id = SecretKeysId.New();
        Owner = owner;
        Name = name;
        Description = description;
        CreatedAt = UpdatedAt = now;
        CreatedBy = UpdatedBy = by;
    }

    public SecretKeysId Id { get; private set; }

    public SecretOwner Owner { get; private set; }

    public string Name { get; private set; } = "";

    public string? Description { get; private set; }

    /// <summary>Id of the <see cref="SecretKeys.Preset"/> whose names it has; null: none.</summary>
    public string? Preset { get; init; }

    /// <summary>Counts the saves, from 1. The concurrency token.</summary>
    public int Version { get; private set; }

    /// <summary>How many entries there are now, kept here so that lists need not look at them.</summary>
    public int EntryCount { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    /// <summary>When it was deleted. It is found by nobody any more, and keeps only what a rollback to a kept launch needs.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Entries as they stand, in order of name. Needs the newest row of every name to be loaded.</summary>
    public IEnumerable<SecretKeyEntry> Entries =>
        _entries.Where(entry => entry.IsCurrent).OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>Who saved what when, oldest first. Only what the query loaded.</summary>
    public IReadOnlyList<SecretKeysVersion> Versions => _versions;

    /// <summary>Where an entry's value is sealed to.</summary>
    public VaultPlace Place(SecretKeyEntry entry) => Place(entry.Name, entry.ValueVersion);

    VaultPlace Place(string name, int valueVersion) => Place(Owner, Id, name, valueVersion);

    internal static VaultPlace Place(SecretOwner owner, SecretKeysId id, string name, int valueVersion) =>
        new($"{owner}", $"{id}", name, valueVersion);

    /// <summary>
    /// Makes the next version: every change at once, or nothing when there is none.
    /// </summary>
    /// <param name="changes">What becomes of each entry that is to be set; an entry that is not named stays.</param>
    /// <param name="removed">Names that go.</param>
    /// <param name="restored">The version whose entries it takes again; null: none.</param>
    /// <returns>Whether a version was made.</returns>
    public bool Save(
        SecretVault vault,
        string name,
        string? description,
        IReadOnlyCollection<EntryChange> changes,
        IReadOnlyCollection<string> removed,
        string by,
        DateTimeOffset now,
        int? restored = null
    )
    {
        var version = new SecretKeysVersion(Id, Version + 1, by, now, restored);
        foreach (var gone in _entries.Where(entry => entry.IsCurrent && removed.Contains(entry.Name)))
        {
            gone.RemoveIn(version.Number);
            version.Removed.Add(gone.Name);
        }

        foreach (var change in changes)
            Apply(vault, change, version);
        if (version.IsEmpty && Version > 0 && name == Name && description == Description)
            return false;
        (Name, Description, Version) = (name, description, version.Number);
        (UpdatedAt, UpdatedBy) = (now, by);
        EntryCount = _entries.Count(entry => entry.IsCurrent);
        _versions.Add(version);
        return true;
    }

    /// <summary>It is in nobody's way any more; its name is free.</summary>
    public void Delete(DateTimeOffset now) => DeletedAt = now;

    void Apply(SecretVault vault, EntryChange change, SecretKeysVersion version)
    {
        var last = _entries.Where(entry => entry.Name == change.Name).MaxBy(entry => entry.Version);
        var current = last is { IsCurrent: true } ? last : null;
        var keepsValue =
            change.Value is null && (change.Sealed?.Version ?? current?.ValueVersion) == current?.ValueVersion;
        var same = current is not null && current.Delivery == change.Delivery && current.ExpiresAt == change.ExpiresAt;
        if (keepsValue && (current is null || same))
            return;
        current?.RemoveIn(version.Number);
        (current is null ? version.Added : version.Changed).Add(change.Name);
        // A value is sealed to the version that brings it, so that a place in the vault is never used twice, whatever has been pruned.
        var value = change.Value is { } text
            ? SealedEntry.Seal(vault, text, Place(change.Name, version.Number))
            : change.Sealed ?? current!.Sealed;
        _entries.Add(new SecretKeyEntry(version, change, (last?.Version ?? 0) + 1, value));
    }
}

/// <summary>What is to become of one entry.</summary>
/// <param name="Value">The new value; null keeps the one that is stored.</param>
public sealed record EntryChange(string Name, SecretText? Value, Delivery Delivery, DateTimeOffset? ExpiresAt)
{
    /// <summary>A value that this entry has had before, as it is stored; null: the one that it has now.</summary>
    internal SealedEntry? Sealed { get; init; }
}
