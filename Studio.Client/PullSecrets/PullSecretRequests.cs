using System.Text.Json;

namespace Studio.Client.PullSecrets;

/// <summary>Credentials of one registry; <see cref="Registry"/> says which of the members belong to it.</summary>
public record PullSecretRequest
{
    /// <summary>Needed, except to test what is not saved yet.</summary>
    public string? Name { get; init; }

    /// <summary><c>gcp</c>, <c>acr</c> or <c>other</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>Every kind: the registry's host. gcp and acr can tell it from their own members.</summary>
    public string? Server { get; init; }

    /// <summary>gcp: such as <c>europe-west1</c>.</summary>
    public string? Location { get; init; }

    /// <summary>gcp.</summary>
    public string? ProjectId { get; init; }

    /// <summary>gcp.</summary>
    public string? Repository { get; init; }

    /// <summary>gcp: a service account's key, as the JSON file's text or its base64.</summary>
    public SecretOrReference? JsonKey { get; init; }

    /// <summary>acr: the <c>name</c> of <c>name.azurecr.io</c>.</summary>
    public string? RegistryName { get; init; }

    /// <summary>acr.</summary>
    public string? ServicePrincipalId { get; init; }

    /// <summary>acr.</summary>
    public string? TenantId { get; init; }

    /// <summary>acr and other.</summary>
    public SecretOrReference? Password { get; init; }

    /// <summary>other.</summary>
    public string? Username { get; init; }

    /// <summary>other.</summary>
    public string? Email { get; init; }
}

/// <summary>A whole pull secret; without a new password or key it keeps the one that is stored.</summary>
public sealed record UpdatePullSecretRequest : PullSecretRequest
{
    public JsonElement Id
    {
        set { }
    }
    public JsonElement Revision
    {
        set { }
    }
    public JsonElement Version
    {
        set { }
    }
    public JsonElement State
    {
        set { }
    }
    public JsonElement ClientEmail
    {
        set { }
    }
    public JsonElement Reference
    {
        set { }
    }
    public JsonElement InUse
    {
        set { }
    }
    public JsonElement Warnings
    {
        set { }
    }
    public JsonElement CreatedAt
    {
        set { }
    }
    public JsonElement UpdatedAt
    {
        set { }
    }
    public JsonElement UpdatedBy
    {
        set { }
    }
}

/// <summary>Tests credentials that are not saved.</summary>
public sealed record TestUnsavedPullSecretRequest : PullSecretRequest
{
    /// <summary>An image to try the right to pull on; null: as far as signing in.</summary>
    public string? Image { get; init; }
}

/// <summary>Tests credentials that are saved.</summary>
/// <param name="Image">An image to try the right to pull on; null: as far as signing in.</param>
public sealed record TestPullSecretRequest(string? Image = null);
