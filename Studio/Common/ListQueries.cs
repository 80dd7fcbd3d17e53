using Studio.Client.Common;
using Studio.Domain.Common;

namespace Studio.Common;

/// <summary>Lists between wire and domain.</summary>
static class ListQueries
{
    const int DefaultPageSize = 50;

    public static PageRequest ToPageRequest(this ListQuery query) =>
        new(query.Search, query.Sort, query.Page ?? 1, query.PageSize ?? DefaultPageSize);

    public static PagedResponse<TOut> ToResponse<T, TOut>(this Page<T> page, Func<T, TOut> map) =>
        new([.. page.Items.Select(map)], page.Number, page.Size, page.Total);
}
