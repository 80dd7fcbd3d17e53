using Studio.Components;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>What is asked before secrets are taken away or brought back: with everybody whom it touches.</summary>
static class SecretQuestions
{
    public static Confirmation Remove(string entry, SecretKeysUsage? usage) =>
        new(
            $"Remove {entry}?",
            "What runs keeps its value until the next launch. An older version brings it back.",
            "Remove"
        )
        {
            Touches = Touches(usage?.Of(entry)),
        };

    public static Confirmation Delete(SecretKeysView keys, SecretKeysUsage? usage)
    {
        var running = usage?.Services.Any(user => user.Running) == true;
        var question =
            usage is { Services.Count: 0 } ? "No service uses it."
            : running ? "What runs keeps its values, but cannot be launched anew with them."
            : "It is used, though nothing runs with it.";
        var end =
            usage?.NamedVersions.Count > 0
                ? "Versions that launches name stay, sealed, so that those can be rolled back to; they go with the launches."
                : "Every version of its values is gone for good.";
        return new Confirmation($"Delete {keys.Name}?", $"{question} {end}", "Delete")
        {
            Touches = Touches(usage?.Services),
            Name = running ? keys.Name : null,
        };
    }

    public static Confirmation Restore(int number, SecretKeysView keys, SecretKeysUsage? usage) =>
        new(
            $"Restore version {number}?",
            $"Its entries become version {keys.Version + 1}. What was saved since stays here and can be restored, too. Services get it at their next launch.",
            "Restore"
        )
        {
            Harmless = true,
            Touches = Touches(usage?.Services),
        };

    static List<string> Touches(IEnumerable<SecretUser>? users) =>
        [.. users?.Select(user => user.Running ? $"{user.Name} (running)" : user.Name) ?? []];
}
