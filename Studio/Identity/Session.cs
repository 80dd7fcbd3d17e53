using System.Security.Claims;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Identity;

/// <summary>What a browser's cookie says: who, and since which password. Rights are never in it, they are read each time.</summary>
static class Session
{
    public const string Scheme = "session";

    const string UserClaim = "sub";
    const string StampClaim = "stamp";
    const string NameClaim = "name";

    public static ClaimsPrincipal Begin(SignIn signIn) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(UserClaim, $"{signIn.User}"),
                    new Claim(StampClaim, signIn.Stamp),
                    new Claim(NameClaim, signIn.Email),
                ],
                Scheme,
                NameClaim,
                roleType: null
            )
        );

    public static bool IsSession(this ClaimsPrincipal principal) => principal.Identity?.AuthenticationType == Scheme;

    /// <summary>The actor of a session as things stand now, or null when it is over.</summary>
    public static async Task<Actor?> FindActorAsync(
        this IdentifyActor identify,
        ClaimsPrincipal principal,
        CancellationToken stop
    ) =>
        principal.IsSession()
        && WireId.TryParse<UserId>(principal.FindFirstValue(UserClaim), out var user)
        && principal.FindFirstValue(StampClaim) is { } stamp
            ? await identify.BySessionAsync(user, stamp, stop)
            : null;

    /// <summary>Whoever made a request that lasts, as things stand now; null when they would not be let in any more.</summary>
    public static async Task<Actor?> FindActorAsync(
        this IdentifyActor identify,
        HttpContext request,
        CancellationToken stop
    ) =>
        TokenAuthentication.ReadToken(request.Request) is { } token
            ? await identify.ByTokenAsync(token, stop)
            : await identify.FindActorAsync(request.User, stop);
}
