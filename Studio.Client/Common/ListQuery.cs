namespace Studio.Client.Common;

/// <summary>What part of a list is asked for; null is the server's default (page 1 of 50).</summary>
/// <param name="Search">Text that an item's name holds, case ignored.</param>
/// <param name="Sort">A column's name; with a leading <c>-</c> descending.</param>
/// <param name="PageSize">At most 200.</param>
public sealed record ListQuery(string? Search = null, string? Sort = null, int? Page = null, int? PageSize = null);
