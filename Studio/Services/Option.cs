namespace Studio.Services;

/// <summary>One choice of a drop-down.</summary>
public sealed record Option(string Value, string Text);
