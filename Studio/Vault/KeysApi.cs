using Studio.Client.Vault;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Vault;

namespace Studio.Vault;

static class KeysApi
{
    public static RouteGroupBuilder MapKeys(this RouteGroupBuilder group)
    {
        group
            .MapGet("/status", StatusAsync)
            .WithName("GetKeysStatus")
            .WithSummary("Says whether the vault is open, and which keys there are.")
            .Produces<KeysStatusResponse>()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group
            .MapPost("/unseal", UnsealAsync)
            .WithName("UnsealVault")
            .WithSummary("Opens a sealed vault with the right master key.")
            .Produces<KeysStatusResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        return group;
    }

    static async Task<IResult> StatusAsync(Actor actor, GetKeysStatus status, CancellationToken stop) =>
        (await status.RunAsync(actor, stop)).Match<IResult>(
            found => TypedResults.Ok(ToResponse(found)),
            problem => problem.ToHttp()
        );

    static async Task<IResult> UnsealAsync(
        UnsealRequest request,
        Actor actor,
        UnsealVault unseal,
        GetKeysStatus status,
        CancellationToken stop
    )
    {
        var key = new SecretText(request.MasterKey.Reveal());
        return (await unseal.RunAsync(actor, key, stop)).TryGet(out _, out var problem)
            ? await StatusAsync(actor, status, stop)
            : problem.ToHttp();
    }

    static KeysStatusResponse ToResponse(KeysStatus found) =>
        new(
            found.Status.IsSealed,
            found.Status.ExpectedKeyId,
            found.Status.FoundKeyId,
            [
                .. found.Keys.Select(key => new VaultKeyResponse(
                    key.Id.ToString("N"),
                    key.CreatedAt,
                    key.Id == found.ActiveKey,
                    Values: null
                )),
            ]
        );
}
