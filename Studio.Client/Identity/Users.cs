using System.Text.Json;
using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <param name="Role"><c>administrator</c> or <c>viewer</c>.</param>
public sealed record CreateUserRequest(string Email, SecretValue Password, string Role);

/// <summary>Changes what is not null.</summary>
public sealed record UpdateUserRequest : PutRequest
{
    public string? Role { get; init; }
    public SecretValue? Password { get; init; }
    public bool? Disabled { get; init; }

    public JsonElement Email
    {
        set { }
    }
    public JsonElement CreatedAt
    {
        set { }
    }
}

public sealed record UserResponse(string Id, string Email, string Role, bool Disabled, DateTimeOffset CreatedAt);
