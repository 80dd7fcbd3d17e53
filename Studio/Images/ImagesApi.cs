using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Common;
using Studio.Client.Images;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Images;
using Studio.Projects;

namespace Studio.Images;

/// <summary><c>/images</c>, and the pull of a service's image.</summary>
static class ImagesApi
{
    public static RouteGroupBuilder MapImages(this RouteGroupBuilder group)
    {
        group.MapGet("", ListAsync).WithName("ListImages").WithSummary("Images on the engine, and what uses them");
        group
            .MapDelete("{**image}", DeleteAsync)
            .WithName("DeleteImage")
            .WithSummary(
                "Delete an unused image with all its names: by id, by 12 or more digits of it, by a tag or digest"
            );
        group
            .MapPost("prune", PruneAsync)
            .WithName("PruneImages")
            .WithSummary("Delete what Studio has pulled and nothing uses, or say what that would be");
        return group;
    }

    public static RouteGroupBuilder MapImagePull(this RouteGroupBuilder group)
    {
        group
            .MapPost("", PullAsync)
            .WithName("PullServiceImage")
            .WithSummary("Pull the image of the newest definition, with the service's pull secret");
        return group;
    }

    static async Task<Results<Ok<PagedResponse<ImageResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        [AsParameters] ListQuery page,
        ListImages list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(ImagesMapping.ToResponse)
        );

    static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Actor actor,
        string image,
        bool? force,
        DeleteImage delete,
        CancellationToken stop
    )
    {
        // A path keeps an escaped slash as it is: it could not be told from one that parts the path.
        var idOrTag = image.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return (await delete.RunAsync(actor, idOrTag, force ?? false, stop)).ToNoContent();
    }

    static async Task<Results<Ok<PruneImagesResponse>, ProblemHttpResult>> PruneAsync(
        Actor actor,
        PruneImagesRequest request,
        PruneImages prune,
        CancellationToken stop
    ) => (await prune.RunAsync(actor, request.DryRun, stop)).ToOk(pruned => pruned.ToResponse(request.DryRun));

    static async Task<Results<Ok<PulledImageResponse>, ProblemHttpResult>> PullAsync(
        Actor actor,
        ProjectScope project,
        string service,
        PullImage pull,
        CancellationToken stop
    ) =>
        (await pull.RunAsync(actor, project.Id, service, progress: null, stop)).ToOk(pulled => new PulledImageResponse(
            pulled.Image,
            pulled.Digest,
            pulled.Detail
        ));
}
