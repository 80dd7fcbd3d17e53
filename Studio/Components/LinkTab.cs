namespace Studio.Components;

/// <summary>A tab with an address of its own, so that back, reload and links work.</summary>
/// <param name="Count">Shown after the name; null: nothing.</param>
/// <param name="Exact">Only this address, not those below it.</param>
public sealed record LinkTab(string Name, string Path, int? Count = null, bool Exact = false);
