namespace Studio.Domain.SecretKeys;

/// <summary>One save of a collection: which entries it touched, by whom and when.</summary>
public sealed class SecretKeysVersion
{
    SecretKeysVersion() { }

    internal SecretKeysVersion(SecretKeysId collection, int number, string by, DateTimeOffset at, int? restored = null)
    {
        Collection = collection;
        Number = number;
        By = by;
        At = at;
        Restored = restored;
    }

    public SecretKeysId Collection { get; private set; }

    /// <summary>From 1. There are gaps where versions were pruned.</summary>
    public int Number { get; private set; }

    /// <summary>Names of entries.</summary>
    public List<string> Added { get; private set; } = [];

    /// <summary>Names of entries.</summary>
    public List<string> Changed { get; private set; } = [];

    /// <summary>Names of entries.</summary>
    public List<string> Removed { get; private set; } = [];

    public string By { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>The version whose entries it took again; null: none.</summary>
    public int? Restored { get; private set; }

    internal bool IsEmpty => Added.Count + Changed.Count + Removed.Count == 0;

    /// <summary>For the audit log: what happened, in names.</summary>
    internal string Describe()
    {
        const int Most = 10;
        var parts = new[] { ("added", Added), ("changed", Changed), ("removed", Removed) }
            .Where(part => part.Item2.Count > 0)
            .Select(part =>
            {
                var (verb, names) = part;
                var more = names.Count > Most ? $" and {names.Count - Most} more" : "";
                return $"{verb} {string.Join(", ", names.Take(Most))}{more}";
            });
        return string.Join(
            "; ",
            parts.Prepend(Restored is { } older ? $"version {Number}, restored from {older}" : $"version {Number}")
        );
    }
}
