using Microsoft.Data.Sqlite;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Common;

/// <summary>
/// How a page does something: as who is signed in at that moment, in the project that is shown, with outages as problems that the
/// page can say. Every other exception is a bug and reaches the error boundary.
/// </summary>
public sealed class PageDoor(CurrentActor actor, CurrentProject project)
{
    const int SqliteBusy = 5;
    const int SqliteLocked = 6;

    public async Task<Result<T>> RunAsync<T>(Func<Actor, ProjectId, Task<Result<T>>> act)
    {
        try
        {
            return await act(await actor.GetAsync(), await project.GetAsync());
        }
        catch (SealedException)
        {
            return new Sealed();
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }
        catch (Exception exception) when (IsBusy(exception) || IsBusy(exception.InnerException))
        {
            return new Refused("database-busy", "The database is busy and nothing was changed. Try again in a moment.");
        }
    }

    static bool IsBusy(Exception? exception) =>
        exception is SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked };
}
