using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Common;

/// <summary>
/// What the person at a page may do in the project that it shows; the layout asks at each navigation. It decides what
/// <see cref="Permitted"/> offers, never what is done: every use case checks its actor itself.
/// </summary>
public sealed record Rights(Actor Actor, ProjectId Project)
{
    public bool Include(Permission permission) => Actor.Can(permission, Project);
}
