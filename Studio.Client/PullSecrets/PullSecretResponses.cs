using System.Text.Json.Serialization;
using Studio.Client.Common;

namespace Studio.Client.PullSecrets;

/// <summary>A pull secret; its password or key is never in an answer.</summary>
public sealed record PullSecretResponse
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary><c>gcp</c>, <c>acr</c> or <c>other</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>The only host that the credentials are sent to.</summary>
    public required string Server { get; init; }

    /// <summary>What the registry is signed in with; for gcp <c>_json_key</c> or <c>_json_key_base64</c>.</summary>
    public required string Username { get; init; }

    /// <summary>Where the password or key is found at each pull; null when it is stored here.</summary>
    public string? Reference { get; init; }

    /// <summary>gcp.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Location { get; init; }

    /// <summary>gcp.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProjectId { get; init; }

    /// <summary>gcp.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Repository { get; init; }

    /// <summary>gcp: the service account.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientEmail { get; init; }

    /// <summary>acr.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RegistryName { get; init; }

    /// <summary>acr.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ServicePrincipalId { get; init; }

    /// <summary>acr.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TenantId { get; init; }

    /// <summary>other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    /// <summary>Sentences about what may not do what people expect; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }

    public required int Version { get; init; }
    public required InUseResponse InUse { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required string UpdatedBy { get; init; }
}

/// <summary>How far a registry let us in.</summary>
public sealed record PullSecretTestResponse(IReadOnlyList<PullSecretTestStepResponse> Steps, bool Ok);

/// <param name="Name"><c>dns</c>, <c>tls</c>, <c>v2</c>, <c>auth</c> or <c>pull</c>.</param>
/// <param name="Ms">How long it took, in milliseconds.</param>
public sealed record PullSecretTestStepResponse(string Name, bool Ok, string? Detail, double Ms);

/// <summary>Who uses a pull secret.</summary>
public sealed record PullSecretUsageResponse(IReadOnlyList<PullSecretUserResponse> Services);

/// <summary>A service that pulls with it.</summary>
/// <param name="Running">Whether it runs now.</param>
public sealed record PullSecretUserResponse(string Id, string Name, bool Running);
