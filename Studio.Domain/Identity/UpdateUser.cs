using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>
/// Gives a user another role or password, or shuts them out. What is null stays. A new password ends all sessions and tokens that
/// the old one let in.
/// </summary>
public sealed class UpdateUser(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IPasswordHasher<User> passwords,
    TimeProvider clock
) : IDisposable
{
    readonly SemaphoreSlim _turn = new(1, 1);

    /// <returns>The user; <see cref="Invalid"/>, <see cref="Missing"/>, <see cref="InUse"/> for the last administrator.</returns>
    public async Task<Result<User>> RunAsync(
        Actor actor,
        string id,
        string? role,
        SecretText? password,
        bool? disabled,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.ManageUsers, null, AuditActions.UpdateUser, stop) is { } denied)
            return denied;
        // Two administrators who shut each other out at once must not both be told that the other one is left.
        await _turn.WaitAsync(stop);
        try
        {
            return await ChangeAsync(actor, id, role, password, disabled, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task<Result<User>> ChangeAsync(
        Actor actor,
        string id,
        string? role,
        SecretText? password,
        bool? disabled,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var user = WireId.TryParse<UserId>(id, out var key)
            ? await database.Users.SingleOrDefaultAsync(row => row.Id == key.Value, stop)
            : null;
        if (user is null)
            return new Missing("The user");

        List<FieldError> errors = [];
        var newRole = user.Role;
        if (role is not null && !Roles.TryParse(role, out newRole))
            errors.Add(new("role", Roles.Rule));
        if (password is not null)
            errors.AddRange(
                PasswordRules.Check(password, user.Email!).Select(rule => new FieldError("password", rule))
            );
        if (errors.Count > 0)
            return new Invalid([.. errors]);

        var changes = Changes(user, newRole, password, disabled);
        user.Role = newRole;
        user.Disabled = disabled ?? user.Disabled;
        user.ConcurrencyStamp = $"{UserId.New()}";
        if (password is not null)
        {
            NewUser.SetPassword(user, password, passwords);
            await database.RevokeTokensAsync(user.UserId, SignIn.IsToken, clock.GetUtcNow(), stop);
        }

        if (await IsLastAdministratorAsync(database, user, stop))
            return new InUse("This is the last administrator. Make another one first.", [user.Email!]);
        audit.Record(database, actor, AuditActions.UpdateUser, new(id, user.Email), changes);
        await database.SaveChangesAsync(stop);
        return user;
    }

    /// <summary>What is new, for the audit log.</summary>
    static string? Changes(User user, Role role, SecretText? password, bool? disabled)
    {
        var changes = (string?[])
            [
                role == user.Role ? null : $"role {role.WireName()}",
                password is null ? null : "password replaced",
                disabled is null || disabled == user.Disabled ? null
                : disabled.Value ? "disabled"
                : "enabled",
            ];
        return string.Join("; ", changes.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    static async Task<bool> IsLastAdministratorAsync(StudioDbContext database, User changed, CancellationToken stop) =>
        changed is { Disabled: true } or { Role: not Role.Administrator }
        && !await database.Users.AnyAsync(
            row => row.Id != changed.Id && row.Role == Role.Administrator && !row.Disabled,
            stop
        );
}
