using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Identity;

static class IdentityMapping
{
    public static SecretText ToSecret(this SecretValue value) => new(value.Reveal());

    public static string ClientAddress(this HttpContext context) => $"{context.Connection.RemoteIpAddress}";

    public static LoginResponse ToResponse(this SignIn signIn) => new(new SecretValue(signIn.Token!.Reveal()));

    public static MeResponse ToResponse(this Me me) =>
        new($"{me.Id}", me.Email, me.Role.WireName(), [.. me.Permissions.Select(Names)], me.Token?.ToString());

    public static UserResponse ToResponse(this User user) =>
        new($"{user.UserId}", user.Email!, user.Role.WireName(), user.Disabled, user.CreatedAt);

    public static TokenResponse ToResponse(this ApiToken token) =>
        new(
            $"{token.Id}",
            token.Name,
            token.Scopes?.ConvertAll(Names),
            token.Project?.ToString(),
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt
        );

    public static CreatedTokenResponse ToResponse(this NewToken made)
    {
        var token = made.Token.ToResponse();
        return new(
            token.Id,
            token.Name,
            token.Scopes,
            token.Project,
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt,
            new SecretValue(made.Text.Reveal())
        );
    }

    static string Names(Permission permission) => permission.WireName();
}
