namespace Studio.Components;

/// <summary>One page of a list, and how long the whole list is.</summary>
public sealed record Rows<T>(IReadOnlyList<T> Items, int Total);
