namespace Studio.Client.Common;

/// <summary>One page of a list.</summary>
/// <param name="Page">Counted from 1.</param>
/// <param name="PageSize">At most 200.</param>
/// <param name="Total">Items on all pages.</param>
public sealed record PagedResponse<T>(IReadOnlyList<T> Items, int Page, int PageSize, long Total);
