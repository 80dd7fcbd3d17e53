using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.Identity;

/// <summary>Lets somebody in with e-mail address and password. Works while sealed, too.</summary>
public sealed class LogIn(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    StudioVault vault,
    SealedTokens sealedTokens,
    IPasswordHasher<User> passwords,
    TimeProvider clock
)
{
    const int FailuresBeforeLockout = 5;
    const int FailuresAMinute = 20;

    // An address that no account has is locked like any other: a lockout must not tell which accounts exist.
    readonly AttemptLimit _byAccount = new(FailuresBeforeLockout, TimeSpan.FromMinutes(5), clock);
    readonly AttemptLimit _byAddress = new(FailuresAMinute, TimeSpan.FromMinutes(1), clock);

    // Checked when there is no such user, so that the answer takes as long.
    readonly Lazy<string> _nobodysHash = new(() => passwords.HashPassword(new User(), TokenText.Create().Reveal()));

    /// <remarks>Needs no permission: this is how people come by theirs.</remarks>
    /// <param name="address">The client's network address, by which failures are counted.</param>
    /// <param name="withToken">Whether to make an API token; a browser gets a cookie instead.</param>
    /// <returns><c>bad-credentials</c>, <c>locked-out</c> or <c>rate-limited</c> for those who stay outside.</returns>
    public async Task<Result<SignIn>> RunAsync(
        Actor actor,
        string email,
        SecretText password,
        string address,
        bool withToken,
        CancellationToken stop
    )
    {
        if (!_byAddress.TryTake(address))
            return SignInProblems.RateLimited();
        // What no account can have needs no lockout, and whatever its length is dropped here.
        var account = EmailAddress.Check(email) is null ? EmailAddress.Normalize(email) : null;
        if (account is not null && !_byAccount.TryTake(account))
            return SignInProblems.LockedOut();

        await using var database = await databases.CreateDbContextAsync(stop);
        var user = account is null
            ? null
            : await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == account, stop);
        if (!IsRight(user, password))
        {
            // The address as typed may be a password in the wrong field: only one that is known is written down.
            var subject = new AuditSubject(user?.UserId.ToString(), user?.Email);
            await audit.WriteAsync(actor, AuditActions.SignIn, subject, "wrong password or account", "failed", stop);
            return SignInProblems.BadCredentials();
        }

        _byAddress.GiveBack(address);
        _byAccount.Forget(account!);
        return await AdmitAsync(database, user!, withToken, stop);
    }

    bool IsRight(User? user, SecretText password)
    {
        var hash = user?.PasswordHash ?? _nobodysHash.Value;
        var matches =
            password.Bytes <= PasswordRules.MaxLength * 4
            && passwords.VerifyHashedPassword(user ?? new User(), hash, password.Reveal())
                != PasswordVerificationResult.Failed;
        return matches && user is { Disabled: false };
    }

    async Task<SignIn> AdmitAsync(StudioDbContext database, User user, bool withToken, CancellationToken stop)
    {
        var self = new Actor
        {
            User = user.UserId,
            Name = user.Email!,
            Permissions = Roles.Permissions(user.Role),
        };
        var (token, text) = SignIn.NewToken(user, clock.GetUtcNow());
        var subject = withToken ? new AuditSubject($"{token.Id}", token.Name) : AuditSubject.Studio;
        if (vault.Status.IsSealed)
        {
            await audit.WriteAsync(self, AuditActions.SignIn, subject, null, "ok", stop);
            if (withToken)
                await sealedTokens.KeepAsync(token, stop);
        }
        else
        {
            if (withToken)
                database.Add(token);
            audit.Record(database, self, AuditActions.SignIn, subject);
            await database.SaveChangesAsync(stop);
        }

        return new SignIn(user.UserId, user.Email!, user.SecurityStamp!, withToken ? text : null);
    }
}
