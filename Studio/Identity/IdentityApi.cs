using Studio.Client.Identity;
using Studio.Common;
using Studio.Domain.Identity;

namespace Studio.Identity;

static class IdentityApi
{
    public static RouteGroupBuilder MapIdentity(this RouteGroupBuilder group)
    {
        group
            .MapPost("/setup", SetUpAsync)
            .AllowAnonymous()
            .WithSmallBody()
            .WithName("SetUpStudio")
            .WithSummary("Makes the first administrator.")
            .Produces<LoginResponse>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        group
            .MapPost("/login", LogInAsync)
            .AllowAnonymous()
            .WithSmallBody()
            .WithName("LogIn")
            .WithSummary("Gives a token for an e-mail address and a password.")
            .Produces<LoginResponse>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        group
            .MapGet("/me", GetMeAsync)
            .WithName("GetMe")
            .WithSummary("Says who you are and what you may do.")
            .Produces<MeResponse>();
        return group;
    }

    static async Task<IResult> SetUpAsync(
        SetupRequest request,
        HttpContext context,
        Actor actor,
        SetUpStudio setUp,
        CancellationToken stop
    ) =>
        (
            await setUp.RunAsync(
                actor,
                request.Code.ToSecret(),
                request.Email,
                request.Password.ToSecret(),
                context.ClientAddress(),
                stop
            )
        ).Match<IResult>(
            signIn => TypedResults.Created("/api/v1/me", signIn.ToResponse()),
            problem => problem.ToHttp()
        );

    static async Task<IResult> LogInAsync(
        LoginRequest request,
        HttpContext context,
        Actor actor,
        LogIn logIn,
        CancellationToken stop
    ) =>
        (
            await logIn.RunAsync(
                actor,
                request.Email,
                request.Password.ToSecret(),
                context.ClientAddress(),
                withToken: true,
                stop
            )
        ).Match<IResult>(signIn => TypedResults.Ok(signIn.ToResponse()), problem => problem.ToHttp());

    static async Task<IResult> GetMeAsync(Actor actor, GetMe getMe, CancellationToken stop) =>
        (await getMe.RunAsync(actor, stop)).Match<IResult>(
            me => TypedResults.Ok(me.ToResponse()),
            problem => problem.ToHttp()
        );
}
