using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Tests.Identity;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("five unrelated cats")]
    [InlineData("Tr0ub4dor&3xyz")]
    [InlineData("пять несвязанных котов")]
    public void A_long_password_that_nobody_would_try_first_is_fine(string password) => Assert.Empty(Check(password));

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("ann-the-first@example.com")]
    [InlineData("Password1234!")]
    [InlineData("passwordpassword")]
    [InlineData("aaaaaaaaaaaaaaa")]
    [InlineData("ababababababab")]
    [InlineData("123456789012")]
    [InlineData("abcdefghijklm")]
    public void A_short_or_common_one_breaks_one_rule(string password) => Assert.Single(Check(password));

    [Fact]
    public void An_endless_one_is_refused_before_it_is_hashed() =>
        Assert.Single(Check(string.Concat(Enumerable.Repeat("five cats ", 26))));

    static IEnumerable<string> Check(string password) =>
        PasswordRules.Check(new SecretText(password), "Ann-the-first@example.com");
}
