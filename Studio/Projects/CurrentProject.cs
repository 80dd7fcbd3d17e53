using Studio.Domain.Projects;
using Studio.Identity;

namespace Studio.Projects;

/// <summary>The project that pages are about. There is one so far, and it exists from the start.</summary>
public sealed class CurrentProject(CurrentActor actors, FindProject find)
{
    const string Default = "default";

    /// <exception cref="InvalidOperationException">The session is over, or the user may see nothing.</exception>
    public async Task<ProjectId> GetAsync(CancellationToken stop = default) =>
        (await find.RunAsync(await actors.GetAsync(stop), Default, stop)).Value;
}
