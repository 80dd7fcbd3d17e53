using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Studio.Domain.Identity;

namespace Studio.Identity;

/// <summary>
/// The actor of a page. Components ask for it at each action and never keep it: a user who has been disabled or has lost a right in
/// the meantime is denied then.
/// </summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, IdentifyActor identify)
{
    /// <returns>The user as things stand now; <see cref="Actor.Anonymous"/> when the session is over.</returns>
    public async Task<Actor> GetAsync(CancellationToken stop = default)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return await identify.FindActorAsync(state.User, stop) ?? Actor.Anonymous;
    }
}

/// <summary>Looks every minute whether the session of an open page is still good, and signs the page out if not.</summary>
sealed class SessionRevalidation(ILoggerFactory loggers, IdentifyActor identify)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    ) => await identify.FindActorAsync(authenticationState.User, cancellationToken) is not null;
}
