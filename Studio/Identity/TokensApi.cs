using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Common;
using Studio.Domain.Identity;

namespace Studio.Identity;

static class TokensApi
{
    public static RouteGroupBuilder MapTokens(this RouteGroupBuilder group)
    {
        group
            .MapGet("", ListAsync)
            .WithName("ListTokens")
            .WithSummary("Lists your tokens, or for administrators those of a user, without their texts.")
            .Produces<PagedResponse<TokenResponse>>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group
            .MapPost("", CreateAsync)
            .WithName("CreateToken")
            .WithSummary("Makes a token. Its text is answered once.")
            .Produces<CreatedTokenResponse>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group
            .MapDelete("/{id}", RevokeAsync)
            .WithName("RevokeToken")
            .WithSummary("Ends a token at once.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query,
        string? user,
        Actor actor,
        ListTokens list,
        ListUserTokens listOfUser,
        CancellationToken stop
    ) =>
        (
            user is null
                ? await list.RunAsync(actor, query.ToPageRequest(), stop)
                : await listOfUser.RunAsync(actor, user, query.ToPageRequest(), stop)
        ).Match<IResult>(
            page => TypedResults.Ok(page.ToResponse(IdentityMapping.ToResponse)),
            problem => problem.ToHttp()
        );

    static async Task<IResult> CreateAsync(
        CreateTokenRequest request,
        Actor actor,
        CreateToken create,
        CancellationToken stop
    ) =>
        (
            await create.RunAsync(actor, request.Name, request.Scopes, request.Project, request.ExpiresAt, stop)
        ).Match<IResult>(
            made => TypedResults.Created($"/api/v1/tokens/{made.Token.Id}", made.ToResponse()),
            problem => problem.ToHttp()
        );

    static async Task<IResult> RevokeAsync(string id, Actor actor, RevokeToken revoke, CancellationToken stop) =>
        (await revoke.RunAsync(actor, id, stop)).Match<IResult>(
            _ => TypedResults.NoContent(),
            problem => problem.ToHttp()
        );
}
