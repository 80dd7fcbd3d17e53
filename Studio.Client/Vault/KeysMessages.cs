using Studio.Client.Common;

namespace Studio.Client.Vault;

/// <summary>The keys that encrypt what is stored.</summary>
/// <param name="Sealed">Whether the server started without the right master key, and gives and takes no secret.</param>
/// <param name="ExpectedKeyId">Id of the master key that opens this database.</param>
/// <param name="FoundKeyId">Id of the master key that the server has; null: none.</param>
public sealed record KeysStatusResponse(
    bool Sealed,
    string? ExpectedKeyId,
    string? FoundKeyId,
    IReadOnlyList<VaultKeyResponse> Keys
);

/// <param name="Active">Whether new values are written under it.</param>
/// <param name="Values">How many values are stored under it; null when sealed.</param>
public sealed record VaultKeyResponse(string Id, DateTimeOffset CreatedAt, bool Active, long? Values);

/// <param name="MasterKey">32 bytes as base64, as the master key file holds them.</param>
public sealed record UnsealRequest(SecretValue MasterKey);
