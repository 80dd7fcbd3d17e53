namespace Studio.Identity;

/// <summary>The codes that <see cref="AccountForms"/> sends back to its pages, as sentences with the next step.</summary>
static class AccountErrors
{
    public static string? Sentence(string? code) =>
        code switch
        {
            null => null,
            "expired" => "The page was open for too long. Try again.",
            "denied" => "The setup code is wrong. Copy it from Studio's log, or from the file data/setup-code.",
            "invalid" =>
                "The e-mail address or the password cannot be used. A password has at least 12 characters and is not a common one.",
            "bad-credentials" => "The e-mail address or the password is wrong. Check both and try again.",
            "locked-out" => "Too many failed attempts for this account. Wait a few minutes and try again.",
            "rate-limited" => "Too many attempts from your address. Wait a minute and try again.",
            "already-set-up" => "Studio has been set up already. Sign in instead.",
            "sealed" => "Studio is sealed and cannot do this now.",
            _ => "That did not work. Try again; Studio's log says more.",
        };
}
