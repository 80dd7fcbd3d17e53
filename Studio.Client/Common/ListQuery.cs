namespace Studio.Client.Common;

/// <summary>What part of a list is asked for; null is the server's default (page 1 of 50).</summary>
public sealed record ListQuery
{
    /// <summary>Text that an item's name holds, case ignored.</summary>
    public string? Search { get; init; }

    /// <summary>A column's name; with a leading <c>-</c> descending.</summary>
    public string? Sort { get; init; }

    public int? Page { get; init; }

    /// <summary>At most 200.</summary>
    public int? PageSize { get; init; }
}
