using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>A named collection of secret entries. Every save is a version; older ones are kept, sealed, since launches name them.</summary>
public sealed class SecretKeyCollection : IVersioned
{
    readonly List<SecretKeyEntry> _entries = [];
    readonly List<SecretKeysVersion> _versions = [];

    SecretKeyCollection() { }

    public SecretKeyCollection(ProjectId project, string name, string? description, string by, DateTimeOffset now)
    {
        Id = SecretKeysId.New();
        Project = project;
        Name = name;
        Description = description;
        CreatedAt = UpdatedAt = now;
        CreatedBy = UpdatedBy = by;
    }

    public SecretKeysId Id { get; private set; }

    public ProjectId Project { get; private set; }

    public string Name { get; private set; } = "";

    public string? Description { get; private set; }

    /// <summary>Counts the saves, from 1. The concurrency token.</summary>
    public int Version { get; private set; }

    /// <summary>How many entries there are now, kept here so that lists need not look at them.</summary>
    public int EntryCount { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    /// <summary>Entries as they stand, in order of name. Needs the newest row of every name to be loaded.</summary>
    public IEnumerable<SecretKeyEntry> Entries =>
        _entries.Where(entry => entry.IsCurrent).OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>Who saved what when, oldest first. Only what the query loaded.</summary>
    public IReadOnlyList<SecretKeysVersion> Versions => _versions;

    /// <summary>Where an entry's value is sealed to.</summary>
    public VaultPlace Place(SecretKeyEntry entry) => Place(entry.Name, entry.ValueVersion);

    VaultPlace Place(string name, int valueVersion) => Place(Project, Id, name, valueVersion);

    internal static VaultPlace Place(ProjectId project, SecretKeysId id, string name, int valueVersion) =>
        new($"{project}", $"{id}", name, valueVersion);

    /// <summary>
    /// Makes the next version: every change at once, or nothing when there is none.
    /// </summary>
    /// <param name="changes">What becomes of each entry that is to be set; an entry that is not named stays.</param>
    /// <param name="removed">Names that go.</param>
    /// <returns>Whether a version was made.</returns>
    public bool Save(
        SecretVault vault,
        string name,
        string? description,
        IReadOnlyCollection<EntryChange> changes,
        IReadOnlyCollection<string> removed,
        string by,
        DateTimeOffset now
    )
    {
        var version = new SecretKeysVersion(Id, Version + 1, by, now);
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

    void Apply(SecretVault vault, EntryChange change, SecretKeysVersion version)
    {
        var last = _entries.Where(entry => entry.Name == change.Name).MaxBy(entry => entry.Version);
        var current = last is { IsCurrent: true } ? last : null;
        var same = current is not null && current.Delivery == change.Delivery && current.ExpiresAt == change.ExpiresAt;
        if (change.Value is null && (current is null || same))
            return;
        current?.RemoveIn(version.Number);
        (current is null ? version.Added : version.Changed).Add(change.Name);
        // Numbers go on after a removal: a place in the vault is never used twice.
        var number = (last?.Version ?? 0) + 1;
        var value = change.Value is { } text
            ? SealedEntry.Seal(vault, text, Place(change.Name, number))
            : current!.Sealed;
        _entries.Add(new SecretKeyEntry(version, change, number, value));
    }
}

/// <summary>What is to become of one entry.</summary>
/// <param name="Value">The new value; null keeps the one that is stored.</param>
public sealed record EntryChange(string Name, SecretText? Value, Delivery Delivery, DateTimeOffset? ExpiresAt);
