using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Says who is asking, and what they may do.</summary>
public sealed class GetMe(IDbContextFactory<StudioDbContext> databases)
{
    /// <remarks>Needs no permission: it is about the actor alone.</remarks>
    public async Task<Result<Me>> RunAsync(Actor actor, CancellationToken stop)
    {
        if (actor.User is not { } id)
            return new Denied("Sign in first.");
        await using var database = await databases.CreateDbContextAsync(stop);
        var user = await database.Users.AsNoTracking().SingleAsync(row => row.Id == id.Value, stop);
        return new Me(id, user.Email!, user.Role, [.. actor.Permissions.Order()], actor.Token);
    }
}

/// <param name="Permissions">Of this request: a token may carry fewer than its owner has.</param>
public sealed record Me(UserId Id, string Email, Role Role, IReadOnlyList<Permission> Permissions, TokenId? Token);
