using System.Text.Json.Serialization;

namespace Studio.Client.Services;

/// <summary>What a launch would do, with every secret masked.</summary>
/// <param name="EquivalentCommand">The same as a <c>docker run</c>, masked: to read, not to run.</param>
public sealed record PreviewResponse(
    string Service,
    int Revision,
    PreviewImageResponse Image,
    PreviewPullSecretResponse? PullSecret,
    IReadOnlyList<PreviewVariableResponse> Environment,
    IReadOnlyList<PortDefinition> Ports,
    IReadOnlyList<PreviewProblemResponse> Problems,
    string EquivalentCommand
);

/// <param name="Digest">Null while it is not known.</param>
/// <param name="Present">Whether the engine holds it already.</param>
public sealed record PreviewImageResponse(string Reference, string? Digest, bool Present);

public sealed record PreviewPullSecretResponse(string Id, string Name, string Registry, string Server);

/// <param name="Preview">The mask of a secret; null for a plain value.</param>
/// <param name="Bytes">A secret's length; null for a plain value.</param>
/// <param name="Value">A plain value; null for a secret.</param>
/// <param name="Overrides">Where the value came from that this one replaces.</param>
public sealed record PreviewVariableResponse(
    string Name,
    string Delivery,
    PreviewSourceResponse Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Preview = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Bytes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value = null,
    PreviewSourceResponse? Overrides = null
);

/// <param name="Kind"><c>plain</c>, <c>secret-keys</c> or <c>reference</c>.</param>
/// <param name="Id">The collection's id; null for other kinds.</param>
/// <param name="Version">The collection's version; null for other kinds.</param>
/// <param name="Reference"><c>scheme:ref</c>; null for other kinds.</param>
public sealed record PreviewSourceResponse(
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reference = null
);

/// <param name="Code">Such as <c>collision</c>.</param>
/// <param name="Field">The member of the definition to look at, such as <c>bindings[1]</c>.</param>
public sealed record PreviewProblemResponse(string Code, string Message, string? Field);
