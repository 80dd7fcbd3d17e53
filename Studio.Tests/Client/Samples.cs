using Studio.Client.Common;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;

namespace Studio.Tests.Client;

/// <summary>Answers as a server gives them.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly SecretKeysResponse SecretKeys = new(
        "keys-01",
        "weather",
        null,
        null,
        1,
        ["API_KEY"],
        4,
        new InUseResponse(3, 2),
        Then,
        Then,
        "ada@example.org",
        [new("API_KEY", "literal", "env", "••••••••a1b2", 40, 2, Then, "ada@example.org")]
    );

    public static readonly PullSecretResponse PullSecret = new()
    {
        Id = "pull-01",
        Name = "registry-a",
        Registry = "other",
        Server = "127.0.0.1:5000",
        Username = "studio",
        Version = 1,
        InUse = new InUseResponse(1, 1),
        CreatedAt = Then,
        UpdatedAt = Then,
        UpdatedBy = "ada@example.org",
    };
}
