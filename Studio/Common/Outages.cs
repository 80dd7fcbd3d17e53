using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Storage;

namespace Studio.Common;

/// <summary>Exceptions that are not bugs, as the problems that they are for people: the same for pages and for REST.</summary>
static class Outages
{
    /// <returns>Null for what nobody foresaw.</returns>
    public static Problem? Find(Exception exception) =>
        exception switch
        {
            SealedException => new Sealed(),
            EngineException engine => engine.ToProblem(),
            DbUpdateConcurrencyException => new Refused(
                "stale",
                "It was changed in the meantime. Load it again and repeat your change."
            ),
            _ => DatabaseOutages.Find(exception),
        };
}
