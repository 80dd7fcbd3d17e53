using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Client.Common;

namespace Studio.Client.Services;

/// <summary>What should run. Only name and image are required; a list that is null is empty.</summary>
/// <remarks>
/// A list's default stands in its <c>init</c>: the generated reader sets every member, with null for one that is absent.
/// </remarks>
public abstract record ServiceDefinition
{
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary>A full image reference.</summary>
    public required string Image { get; init; }

    /// <summary><c>always</c>, <c>missing</c> or <c>never</c>; null: <c>always</c> for a tag with a pull secret, else <c>missing</c>.</summary>
    public string? Pull { get; init; }

    /// <summary>Id or name; null: pulled anonymously.</summary>
    public string? PullSecret { get; init; }

    /// <summary>Replaces the image's CMD; null or empty: the image's own.</summary>
    public CommandLine? Command { get; init; }

    /// <summary>Replaces the image's ENTRYPOINT; null: the image's own.</summary>
    public CommandLine? Entrypoint { get; init; }
    public string? WorkingDirectory { get; init; }
    public string? User { get; init; }

    [AllowNull]
    public IReadOnlyList<VariableDefinition> Environment
    {
        get;
        init => field = value ?? [];
    } = [];

    [AllowNull]
    public IReadOnlyList<BindingDefinition> Bindings
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>References declared on the service itself.</summary>
    [AllowNull]
    public IReadOnlyList<SecretReferenceDefinition> Secrets
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Dotenv files on the server, every key of which is delivered.</summary>
    [AllowNull]
    public IReadOnlyList<string> SecretsEnvFiles
    {
        get;
        init => field = value ?? [];
    } = [];

    public FileOptionsDefinition? FileOptions { get; init; }

    [AllowNull]
    public IReadOnlyList<PortDefinition> Ports
    {
        get;
        init => field = value ?? [];
    } = [];

    public HealthDefinition? Health { get; init; }
    public StorageDefinition? Storage { get; init; }
    public ResourcesDefinition? Resources { get; init; }

    /// <summary><c>standard</c> (also when null) or <c>strict</c>.</summary>
    public string? Profile { get; init; }
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Rooms whose containers reach this service's ports by name; <c>all</c>, also as a JSON string, for every room.</summary>
    [AllowNull, JsonConverter(typeof(OneOrManyConverter))]
    public IReadOnlyList<string> Rooms
    {
        get;
        init => field = value ?? [];
    } = [];
}

/// <summary>A new service.</summary>
public sealed record CreateServiceRequest : ServiceDefinition;

/// <summary>A whole definition for a service that exists; makes a new revision.</summary>
/// <inheritdoc cref="Common.PutRequest"/>
public sealed record UpdateServiceRequest : ServiceDefinition
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
}

/// <summary>A service's newest definition, and how it does.</summary>
public sealed record ServiceResponse : ServiceDefinition
{
    public required string Id { get; init; }

    /// <summary>Number of the newest revision, counted from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>For <c>If-Match</c>.</summary>
    public required int Version { get; init; }
    public required ServiceStateResponse State { get; init; }
}
