namespace Studio.Cli.Output;

/// <summary>A column of a table, and what it shows of an item.</summary>
internal sealed record Column<T>(string Header, Func<T, string?> Cell);
