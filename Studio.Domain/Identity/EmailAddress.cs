using System.Net.Mail;
using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>The rule of e-mail addresses, which are what people sign in with.</summary>
static class EmailAddress
{
    const int MaxLength = 254;

    /// <summary>What is wrong with an address, or null.</summary>
    public static string? Check(string address) =>
        address.Length <= MaxLength
        && DisplayText.Check(address) is null
        && MailAddress.TryCreate(address, out var parsed)
        && parsed.Address == address
            ? null
            : "Give an e-mail address such as ann@example.com.";

    /// <summary>The form that is compared: case does not tell people apart.</summary>
    public static string Normalize(string address) => address.ToUpperInvariant();
}
