namespace Studio.Client.Identity;

/// <summary>Who is asking, and what they may do.</summary>
/// <param name="Role"><c>administrator</c> or <c>viewer</c>.</param>
/// <param name="Permissions">Names of permissions, such as <c>manage-secrets</c>.</param>
/// <param name="TokenId">The token that was sent; null for a browser's session.</param>
public sealed record MeResponse(
    string Id,
    string Email,
    string Role,
    IReadOnlyList<string> Permissions,
    string? TokenId = null
);
