using Studio.Domain.Common;
using Studio.Domain.Projects;

namespace Studio.Domain.PullSecrets;

static class PullSecretQueries
{
    public static readonly Missing Missing = new("The pull secret");

    /// <summary>The pull secret of a project that has this id or this name.</summary>
    public static IQueryable<PullSecret> Named(this IQueryable<PullSecret> rows, ProjectId project, string idOrName) =>
        WireId.TryParse<PullSecretId>(idOrName, out var id)
            ? rows.Where(row => row.Project == project && row.Id == id)
            : rows.Where(row => row.Project == project && row.Name == idOrName);
}
