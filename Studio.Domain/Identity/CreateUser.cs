using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Makes a user who signs in with a password that an administrator chose.</summary>
public sealed class CreateUser(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IPasswordHasher<User> passwords,
    TimeProvider clock
)
{
    /// <param name="role"><c>administrator</c> or <c>viewer</c>.</param>
    /// <returns>The user; <see cref="Invalid"/>, <see cref="NameTaken"/>.</returns>
    public async Task<Result<User>> RunAsync(
        Actor actor,
        string email,
        SecretText password,
        string role,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.ManageUsers, null, AuditActions.CreateUser, stop) is { } denied)
            return denied;
        var errors = NewUser.Check(email, password)?.Errors ?? [];
        if (!Roles.TryParse(role, out var parsed))
            errors = errors.Add(new("role", Roles.Rule));
        if (!errors.IsEmpty)
            return new Invalid(errors);

        var user = NewUser.Create(email, password, parsed, passwords, clock.GetUtcNow());
        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.Users.AnyAsync(row => row.NormalizedEmail == user.NormalizedEmail, stop))
            return new NameTaken(email);
        database.Add(user);
        audit.Record(database, actor, AuditActions.CreateUser, new($"{user.UserId}", email), role);
        return await database.TrySaveAsync(email, stop) is { } conflict ? conflict : user;
    }
}
