namespace Studio.Domain.Common;

/// <summary>What part of a list is asked for.</summary>
/// <param name="Search">Part of a name, case ignored; null for all.</param>
/// <param name="Sort">A field's wire name, with a leading <c>-</c> for descending; null for the list's own order.</param>
/// <param name="Number">From 1.</param>
/// <param name="Size">1 to 200.</param>
public sealed record PageRequest(string? Search = null, string? Sort = null, int Number = 1, int Size = 50)
{
    public const int MaxSize = 200;

    public int Skip => (Number - 1) * Size;

    /// <summary>What is wrong with it, or null.</summary>
    public Invalid? Check(params ReadOnlySpan<string> sortable)
    {
        if (Number is < 1 or > 10_000_000)
            return new Invalid("page", "Pages are counted from 1.");
        if (Size is < 1 or > MaxSize)
            return new Invalid("pageSize", $"Ask for 1 to {MaxSize} items a page.");
        if (Sort is not null && !sortable.Contains(Sort.TrimStart('-')))
            return new Invalid("sort", $"Sort by one of: {string.Join(", ", sortable!)}.");
        return null;
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Total">How many items match on all pages.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, int Total)
{
    public Page<TOut> Select<TOut>(Func<T, TOut> map) => new([.. Items.Select(map)], Number, Size, Total);
}
