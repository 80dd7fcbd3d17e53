using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Common;

/// <summary>
/// How a page does something: as who is signed in at that moment, in the project that is shown, with outages as problems that the
/// page can say. Every other exception is a bug and reaches the error boundary.
/// </summary>
public sealed class PageDoor(CurrentActor actor, CurrentProject project)
{
    public async Task<Result<T>> RunAsync<T>(Func<Actor, ProjectId, Task<Result<T>>> act)
    {
        try
        {
            return await act(await actor.GetAsync(), await project.GetAsync());
        }
        catch (Exception exception) when (Outages.Find(exception) is { } outage)
        {
            return outage;
        }
    }
}
