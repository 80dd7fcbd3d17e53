using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <param name="Scopes">Permissions of the token; null: all that its owner has.</param>
/// <param name="Project">Id or name of the only project that it reaches; null: all of its owner's.</param>
/// <param name="ExpiresAt">Null: never. With a token, a new one is made that ends with it at the latest.</param>
public sealed record CreateTokenRequest(
    string Name,
    IReadOnlyList<string>? Scopes = null,
    string? Project = null,
    DateTimeOffset? ExpiresAt = null
);

/// <summary>A token, without its text.</summary>
public record TokenResponse(
    string Id,
    string Name,
    IReadOnlyList<string>? Scopes,
    string? Project,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>A token just made.</summary>
/// <param name="Token">Its text, <c>stu_…</c>; said this once.</param>
public sealed record CreatedTokenResponse(
    string Id,
    string Name,
    IReadOnlyList<string>? Scopes,
    string? Project,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    SecretValue Token
) : TokenResponse(Id, Name, Scopes, Project, CreatedAt, ExpiresAt, LastUsedAt);
