namespace Studio.Components;

/// <summary>One step of the way to a page: its name and its address.</summary>
public sealed record Crumb(string Name, string Path);
