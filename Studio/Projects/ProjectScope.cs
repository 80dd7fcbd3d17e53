using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Hosting;

namespace Studio.Projects;

/// <summary>The project that a request is about: found by the <c>{project}</c> of its path, and visible to its actor.</summary>
public sealed record ProjectScope(ProjectId Id)
{
    public static ValueTask<ProjectScope?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<ProjectScope>());
}

static class ProjectScopeHosting
{
    /// <summary>Resolves the project before any handler of the API runs; 404 when there is none for this actor.</summary>
    public static void UseProjectScope(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                if (
                    context.Request.Path.StartsWithSegments("/api")
                    && context.GetRouteValue("project") is string project
                )
                {
                    var find = context.RequestServices.GetRequiredService<FindProject>();
                    var actor = context.RequestServices.GetRequiredService<Actor>();
                    if (
                        !(await find.RunAsync(actor, project, context.RequestAborted)).TryGet(
                            out var id,
                            out var problem
                        )
                    )
                    {
                        await ProblemHandler.WriteAsync(context, ProblemResults.Details(problem));
                        return;
                    }

                    context.Features.Set(new ProjectScope(id));
                }

                await next(context);
            }
        );
}
