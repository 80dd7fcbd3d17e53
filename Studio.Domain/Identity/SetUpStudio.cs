using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.Identity;

/// <summary>Makes the first administrator, and with that the vault's first key.</summary>
public sealed class SetUpStudio(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    StudioVault vault,
    SetupCode setupCode,
    IPasswordHasher<User> passwords,
    TimeProvider clock
) : IDisposable
{
    const int AttemptsAMinute = 10;

    readonly AttemptLimit _attempts = new(AttemptsAMinute, TimeSpan.FromMinutes(1), clock);
    readonly SemaphoreSlim _turn = new(1, 1);

    /// <remarks>Needs no permission: there is nobody yet who could have one. The setup code stands for it.</remarks>
    /// <param name="address">The client's network address, by which attempts are counted.</param>
    /// <returns>The administrator with a token; <c>already-set-up</c>, <c>rate-limited</c>, <see cref="Denied"/> for a wrong code.</returns>
    public async Task<Result<SignIn>> RunAsync(
        Actor actor,
        SecretText code,
        string email,
        SecretText password,
        string address,
        CancellationToken stop
    )
    {
        if (!setupCode.IsNeeded)
            return AlreadySetUp();
        if (!_attempts.TryTake(address))
            return SignInProblems.RateLimited();
        if (!setupCode.Matches(code.Reveal()))
            return new Denied("The setup code is wrong. It is in Studio's log, and in the file setup-code.");
        if (NewUser.Check(email, password) is { } invalid)
            return invalid;

        await _turn.WaitAsync(stop);
        try
        {
            return setupCode.IsNeeded ? await FoundAsync(email, password, stop) : AlreadySetUp();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task<Result<SignIn>> FoundAsync(string email, SecretText password, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.Users.AnyAsync(stop))
            return AlreadySetUp();
        var now = clock.GetUtcNow();
        var user = NewUser.Create(email, password, Role.Administrator, passwords, now);
        var (token, text) = SignIn.NewToken(user, now);
        var installation = vault.Found();
        database.AddRange(installation, user, token);
        var administrator = new Actor
        {
            User = user.UserId,
            Name = email,
            Permissions = Roles.Permissions(user.Role),
        };
        audit.Record(database, administrator, AuditActions.Setup, AuditSubject.Studio);
        await database.SaveChangesAsync(stop);
        vault.Open(installation);
        setupCode.Forget();
        return new SignIn(user.UserId, email, user.SecurityStamp!, text);
    }

    static Refused AlreadySetUp() => new("already-set-up", "Studio has been set up already. Sign in instead.");
}
