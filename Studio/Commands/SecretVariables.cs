using Studio.Domain.Common;

namespace Studio.Commands;

/// <summary>One secret that a command is to be given.</summary>
public sealed class SecretVariable
{
    /// <summary>Of the variable.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>collection/ENTRY</c>.</summary>
    public string Entry { get; set; } = "";
}

/// <summary>The secrets that a command is to be given, as rows of a form.</summary>
public sealed class SecretVariables
{
    /// <summary>Wire path of them all.</summary>
    public const string Field = "secretEnv";

    public List<SecretVariable> Rows { get; } = [];

    /// <summary>Wire paths of the rows.</summary>
    public IEnumerable<string> Fields => Rows.Select(PathOf).Append(Field);

    public static string PathOf(SecretVariable row) => $"{Field}.{row.Name.Trim()}";

    /// <returns>Entries by the names of variables; or <see cref="Invalid"/>, for two cannot have the same name.</returns>
    public Result<IReadOnlyDictionary<string, string>> ToMap()
    {
        Dictionary<string, string> map = [];
        return Rows.TrueForAll(row => map.TryAdd(row.Name.Trim(), row.Entry))
            ? map
            : new Invalid(Field, "Two variables have the same name. Give each a name of its own.");
    }
}
