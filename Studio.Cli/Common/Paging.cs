using Studio.Client.Common;

namespace Studio.Cli.Common;

/// <summary>Lists, read page by page to their end.</summary>
internal static class Paging
{
    private const int PageSize = 200;

    public static async Task<IReadOnlyList<TRow>> AllAsync<T, TRow>(
        Func<ListQuery, Task<PagedResponse<T>>> read,
        Func<T, TRow> row
    )
    {
        List<TRow> rows = [];
        for (var page = 1; ; page++)
        {
            var answer = await read(new ListQuery { Page = page, PageSize = PageSize });
            rows.AddRange(answer.Items.Select(row));
            if (answer.Items.Count is 0 || rows.Count >= answer.Total)
                return rows;
        }
    }
}
