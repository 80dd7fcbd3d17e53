using Microsoft.AspNetCore.Identity;

namespace Studio.Domain.Identity;

/// <summary>A person who signs in with an e-mail address and a password.</summary>
public sealed class User : IdentityUser<Guid>
{
    public UserId UserId => new(Id);

    public Role Role { get; set; }

    /// <summary>May not sign in, and is denied at the next request.</summary>
    public bool Disabled { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
