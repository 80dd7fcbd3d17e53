using Studio.Domain.Projects;

namespace Studio.Domain.Identity;

/// <summary>
/// A token for the REST API: <c>stu_</c> and 256 random bits. Only a hash is stored; the text is shown once, when it is made.
/// </summary>
public sealed class ApiToken
{
    ApiToken() { }

    public ApiToken(
        UserId owner,
        string name,
        IEnumerable<Permission>? scopes,
        ProjectId? project,
        DateTimeOffset? expiresAt,
        byte[] hash,
        DateTimeOffset now,
        ApiToken? parent = null
    )
    {
        Id = TokenId.New();
        Owner = owner;
        Name = name;
        Scopes = scopes is null ? null : [.. scopes.Distinct()];
        Project = project;
        Parent = parent?.Id;
        ExpiresAt = parent?.ExpiresAt is { } end && (expiresAt is null || expiresAt > end) ? end : expiresAt;
        Hash = hash;
        CreatedAt = now;
    }

    public TokenId Id { get; private set; }

    public UserId Owner { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>What the token may do, never more than its owner; null: all that the owner may.</summary>
    public List<Permission>? Scopes { get; private set; }

    /// <summary>The only project that it may see; null: all of its owner's.</summary>
    public ProjectId? Project { get; private set; }

    /// <summary>The token that it was made with, which it does not outlive; null: made by signing in, or in a browser.</summary>
    public TokenId? Parent { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>To the hour: written at most once an hour, so that reading does not write.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>SHA-256 of the token's text. A fast hash is right here: 256 random bits cannot be guessed.</summary>
    public byte[] Hash { get; private set; } = [];

    public bool IsActive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public void Touch(DateTimeOffset now) => LastUsedAt = now;
}
