using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;

namespace Studio.Domain.Storage;

/// <summary>Reads one page of an ordered query.</summary>
public static class Paging
{
    public static async Task<Page<T>> ToPageAsync<T>(
        this IOrderedQueryable<T> ordered,
        PageRequest page,
        CancellationToken stop
    ) =>
        new(
            await ordered.Skip(page.Skip).Take(page.Size).ToListAsync(stop),
            page.Number,
            page.Size,
            await ordered.CountAsync(stop)
        );
}
