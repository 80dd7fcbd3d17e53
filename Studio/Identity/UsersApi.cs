using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Common;
using Studio.Domain.Identity;

namespace Studio.Identity;

static class UsersApi
{
    public static RouteGroupBuilder MapUsers(this RouteGroupBuilder group)
    {
        group
            .MapGet("", ListAsync)
            .WithName("ListUsers")
            .WithSummary("Lists everyone who can sign in.")
            .Produces<PagedResponse<UserResponse>>()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group
            .MapPost("", CreateAsync)
            .WithName("CreateUser")
            .WithSummary("Makes a user.")
            .Produces<UserResponse>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group
            .MapPut("/{id}", UpdateAsync)
            .WithName("UpdateUser")
            .WithSummary("Gives a user another role or password, or shuts them out.")
            .Produces<UserResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        return group;
    }

    static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query,
        Actor actor,
        ListUsers list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, query.ToPageRequest(), stop)).Match<IResult>(
            page => TypedResults.Ok(page.ToResponse(IdentityMapping.ToResponse)),
            problem => problem.ToHttp()
        );

    static async Task<IResult> CreateAsync(
        CreateUserRequest request,
        Actor actor,
        CreateUser create,
        CancellationToken stop
    ) =>
        (await create.RunAsync(actor, request.Email, request.Password.ToSecret(), request.Role, stop)).Match<IResult>(
            user => TypedResults.Created($"/api/v1/users/{user.UserId}", user.ToResponse()),
            problem => problem.ToHttp()
        );

    static async Task<IResult> UpdateAsync(
        string id,
        UpdateUserRequest request,
        Actor actor,
        UpdateUser update,
        CancellationToken stop
    ) =>
        (
            await update.RunAsync(actor, id, request.Role, request.Password?.ToSecret(), request.Disabled, stop)
        ).Match<IResult>(user => TypedResults.Ok(user.ToResponse()), problem => problem.ToHttp());
}
