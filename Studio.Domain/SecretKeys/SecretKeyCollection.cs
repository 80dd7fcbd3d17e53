using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>A named collection of secret entries. Every save is a version; older ones are kept, sealed, since launches name them.</summary>
public sealed class SecretKeyCollection
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

    public DateTimeOffset CreatedAt { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    /// <summary>Entries as they stand, in order of name. Only what the query loaded.</summary>
    public IEnumerable<SecretKeyEntry> Entries =>
        _entries.Where(entry => entry.IsCurrent).OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>Who saved what when, oldest first. Only what the query loaded.</summary>
    public IReadOnlyList<SecretKeysVersion> Versions => _versions;

    /// <summary>Where an entry's value is sealed to.</summary>
    public VaultPlace Place(SecretKeyEntry entry) => Place(entry.Name, entry.ValueVersion);

    VaultPlace Place(string name, int valueVersion) => new($"{Project}", $"{Id}", name, valueVersion);

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
        var next = Version + 1;
        var names = new List<string>();
        foreach (var gone in _entries.Where(entry => entry.IsCurrent && removed.Contains(entry.Name)))
        {
            gone.RemoveIn(next);
            names.Add(gone.Name);
        }

        foreach (var change in changes)
        {
            if (Apply(vault, change, next, by, now))
                names.Add(change.Name);
        }

        if (names.Count == 0 && Version > 0 && name == Name && description == Description)
            return false;
        Name = name;
        Description = description;
        Version = next;
        UpdatedAt = now;
        UpdatedBy = by;
        _versions.Add(new SecretKeysVersion(next, names, by, now));
        return true;
    }

    bool Apply(SecretVault vault, EntryChange change, int next, string by, DateTimeOffset now)
    {
        var last = _entries.Where(entry => entry.Name == change.Name).MaxBy(entry => entry.Version);
        var current = last is { IsCurrent: true } ? last : null;
        var same = current is not null && current.Delivery == change.Delivery && current.ExpiresAt == change.ExpiresAt;
        if (change.Value is null && (current is null || same))
            return false;
        var version = (last?.Version ?? 0) + 1;
        current?.RemoveIn(next);
        var (valueVersion, value, preview) = change.Value is { } text
            ? (
                version,
                vault.Seal(text, Place(change.Name, version)),
                vault.SealPreview(text, Place(change.Name, version))
            )
            : (current!.ValueVersion, current.SealedValue, current.SealedPreview);
        _entries.Add(
            new SecretKeyEntry(
                change.Name,
                version,
                valueVersion,
                value,
                preview,
                change.Delivery,
                change.ExpiresAt,
                next,
                by,
                now
            )
        );
        return true;
    }
}

/// <summary>What is to become of one entry.</summary>
/// <param name="Value">The new value; null keeps the one that is stored.</param>
public sealed record EntryChange(string Name, SecretText? Value, Delivery Delivery, DateTimeOffset? ExpiresAt);

/// <summary>One save of a collection.</summary>
public sealed class SecretKeysVersion
{
    SecretKeysVersion() { }

    internal SecretKeysVersion(int number, List<string> changed, string by, DateTimeOffset at)
    {
        Number = number;
        Changed = changed;
        By = by;
        At = at;
    }

    public int Number { get; private set; }

    /// <summary>Names of the entries that this save added, changed or removed.</summary>
    public List<string> Changed { get; private set; } = [];

    public string By { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}
