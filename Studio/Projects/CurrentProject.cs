using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Projects;

/// <summary>The project that a page shows: the default one, as long as pages have no choice of project.</summary>
public sealed class CurrentProject(FindProject find)
{
    /// <summary>Says nothing about rights: the use case that is given the project checks its actor.</summary>
    public async Task<ProjectId> GetAsync(CancellationToken stop = default) =>
        (await find.RunAsync(Actor.System, Project.DefaultName, stop)).Value;
}
