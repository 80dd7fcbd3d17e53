using Microsoft.AspNetCore.Identity;

namespace Studio.Domain.Identity;

/// <summary>A person who signs in with an e-mail address and a password.</summary>
public sealed class User : IdentityUser<Guid>
{
    public UserId UserId => new(Id);

    public Role Role { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
