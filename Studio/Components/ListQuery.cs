using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>What part of a list a page shows. It lives in the address, in the words of the REST API, so back, reload and links work.</summary>
/// <param name="Search">Null: everything.</param>
/// <param name="Sort">A column's key, with a leading <c>-</c> for descending; null: the list's own order.</param>
/// <param name="Page">From 1.</param>
public sealed record ListQuery(string? Search = null, string? Sort = null, int Page = 1)
{
    /// <summary>Rows on one page.</summary>
    public const int PageSize = 50;

    /// <summary>A query from an address's parts, whatever somebody typed there.</summary>
    public static ListQuery From(string? search, string? sort, string? page) =>
        new(
            string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            string.IsNullOrWhiteSpace(sort) ? null : sort,
            int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Math.Max(1, number)
                : 1
        );

    /// <summary>Whether the rows are sorted by this column: 1 ascending, -1 descending, 0 not.</summary>
    public int Direction(string key) =>
        Sort == key ? 1
        : Sort == "-" + key ? -1
        : 0;

    /// <summary>The same list sorted by a column, turned around when it already is. Starts at the first page.</summary>
    public ListQuery SortedBy(string key) => this with { Sort = Direction(key) == 1 ? "-" + key : key, Page = 1 };

    /// <summary>The current address with this query; other parts of it (filters) stay.</summary>
    public string Uri(NavigationManager navigation) =>
        navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?>
            {
                ["search"] = Search,
                ["sort"] = Sort,
                ["page"] = Page == 1 ? null : Page,
            }
        );
}
