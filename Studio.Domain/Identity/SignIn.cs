using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>Somebody who has proved who they are.</summary>
/// <param name="Stamp">What a browser's session is bound to, see <see cref="IdentifyActor.BySessionAsync"/>.</param>
/// <param name="Token">The token that was made for this, said once; null where none was asked for.</param>
public sealed record SignIn(UserId User, string Email, string Stamp, SecretText? Token)
{
    const string TokenName = "login";

    static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(30);

    /// <summary>Whether a password was given for it.</summary>
    internal static bool IsToken(ApiToken token) => token is { Name: TokenName, Parent: null };

    internal static (ApiToken Token, SecretText Text) NewToken(User user, DateTimeOffset now)
    {
        var text = TokenText.Create();
        var hash = TokenText.Hash(text.Reveal());
        return (new ApiToken(user.UserId, TokenName, null, null, now + TokenLifetime, hash, now), text);
    }
}

/// <summary>Why someone does not get in. What is said does not depend on whether the account exists.</summary>
static class SignInProblems
{
    public static Refused BadCredentials() =>
        new("bad-credentials", "The e-mail address or the password is wrong. Check both and try again.");

    public static Refused LockedOut() =>
        new("locked-out", "Too many failed attempts for this account. Wait a few minutes and try again.");

    public static Refused RateLimited() =>
        new("rate-limited", "Too many attempts from your address. Wait a minute and try again.");
}
