using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.SecretKeys;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary><c>/users/{user}/secret-keys</c>: what an administrator may do about the personal collections of others.</summary>
static class UserSecretKeysApi
{
    public static RouteGroupBuilder MapUserSecretKeys(this RouteGroupBuilder group)
    {
        group
            .MapGet("", ListAsync)
            .WithName("ListUserSecretKeys")
            .WithSummary("Which personal collections a user has, without names");
        group
            .MapDelete("{keys}", DeleteAsync)
            .WithName("DeleteUserSecretKeys")
            .WithSummary("Delete a personal collection of a user");
        return group;
    }

    static async Task<Results<Ok<IReadOnlyList<UserSecretKeysResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        string user,
        ListUserSecretKeys list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, user, stop)).ToOk(
            IReadOnlyList<UserSecretKeysResponse> (found) =>
                [
                    .. found.Select(keys => new UserSecretKeysResponse(
                        $"{keys.Id}",
                        keys.EntryCount,
                        keys.CreatedAt,
                        keys.UpdatedAt
                    )),
                ]
        );

    static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Actor actor,
        string user,
        string keys,
        DeleteUserSecretKeys delete,
        CancellationToken stop
    ) => (await delete.RunAsync(actor, user, keys, stop)).ToNoContent();
}
