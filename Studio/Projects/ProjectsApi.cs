using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Projects;

static class ProjectsApi
{
    public static RouteGroupBuilder MapProjects(this RouteGroupBuilder group)
    {
        group
            .MapGet("", ListAsync)
            .WithName("ListProjects")
            .WithSummary("Lists the projects that you may see.")
            .Produces<PagedResponse<ProjectResponse>>();
        return group;
    }

    static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query,
        Actor actor,
        ListProjects list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, query.ToPageRequest(), stop)).Match<IResult>(
            page => TypedResults.Ok(page.ToResponse(ToResponse)),
            problem => problem.ToHttp()
        );

    static ProjectResponse ToResponse(Project project) => new($"{project.Id}", project.Name, null, project.CreatedAt);
}
