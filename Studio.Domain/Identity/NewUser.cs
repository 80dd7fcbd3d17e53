using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>How users come to be: the same rules at setup and later.</summary>
static class NewUser
{
    const int StampLength = 32;

    public static Invalid? Check(string email, SecretText password)
    {
        var errors = PasswordRules.Check(password, email).Select(message => new FieldError("password", message));
        if (EmailAddress.Check(email) is { } wrong)
            errors = errors.Prepend(new FieldError("email", wrong));
        return errors.ToList() is { Count: > 0 } found ? new Invalid([.. found]) : null;
    }

    public static User Create(
        string email,
        SecretText password,
        Role role,
        IPasswordHasher<User> passwords,
        DateTimeOffset now
    )
    {
        var user = new User
        {
            Id = UserId.New().Value,
            Email = email,
            NormalizedEmail = EmailAddress.Normalize(email),
            UserName = email,
            NormalizedUserName = EmailAddress.Normalize(email),
            Role = role,
            CreatedAt = now,
        };
        SetPassword(user, password, passwords);
        return user;
    }

    /// <summary>Ends the sessions that the old password began, too.</summary>
    public static void SetPassword(User user, SecretText password, IPasswordHasher<User> passwords)
    {
        user.PasswordHash = passwords.HashPassword(user, password.Reveal());
        user.SecurityStamp = RandomNumberGenerator.GetHexString(StampLength, lowercase: true);
    }
}
