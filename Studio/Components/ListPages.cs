using Studio.Domain.Common;

namespace Studio.Components;

/// <summary>Lists between pages and use cases.</summary>
static class ListPages
{
    public static PageRequest ToPageRequest(this ListQuery query) =>
        new(query.Search, query.Sort, query.Page, ListQuery.PageSize);

    public static Rows<T> ToRows<T>(this Page<T> page) => new(page.Items, page.Total);
}
