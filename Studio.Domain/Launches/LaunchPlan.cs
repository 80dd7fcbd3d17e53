using Studio.Domain.Engine;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Vault;

namespace Studio.Domain.Launches;

/// <summary>The masked picture of what a launch would do. Holds no value but plain ones.</summary>
/// <param name="Problems">What keeps it from being launched; empty when nothing does.</param>
/// <param name="EquivalentCommand">What one would type instead, secrets masked.</param>
public sealed record LaunchPlan(
    ServiceDefinition Definition,
    int Revision,
    PlannedImage Image,
    PlannedPullSecret? PullSecret,
    IReadOnlyList<PlannedVariable> Environment,
    IReadOnlyList<PlanProblem> Problems,
    string EquivalentCommand
)
{
    /// <summary>The collections that something is taken from, at the versions that the plan saw.</summary>
    public IReadOnlyList<SecretKeysSource> SecretKeys =>
        [.. Environment.Select(variable => variable.Source).OfType<SecretKeysSource>().Distinct()];

    /// <summary>The same, as a launch records them.</summary>
    public IReadOnlyList<SecretVersion> SecretVersions =>
        [.. SecretKeys.Select(source => new SecretVersion($"{source.Id}", source.Name, source.Version))];
}

/// <param name="Digest">Of the present image; null when it is not present or the engine is not reachable.</param>
/// <param name="Present">Whether the engine has it and the project may use it: it has pulled it itself, or it is in no registry.</param>
/// <param name="Command">The entry point and command that the image brings; empty when it is not present.</param>
public sealed record PlannedImage(
    ImageReference Reference,
    PullPolicy Pull,
    string? Digest,
    bool Present,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyList<string> Command
);

public sealed record PlannedPullSecret(PullSecretId Id, string Name, RegistryKind Kind, string Server);

/// <summary>One variable of the container.</summary>
/// <param name="Entry">The entry's own name where it comes from secret keys: the variable may be prefixed or renamed.</param>
/// <param name="Value">Only for plain variables.</param>
/// <param name="Preview">Only for secret ones.</param>
/// <param name="Overrides">What it takes the place of.</param>
public sealed record PlannedVariable(
    string Name,
    Delivery Delivery,
    string? Entry,
    string? Value,
    ValuePreview? Preview,
    VariableSource Source,
    VariableSource? Overrides
);

/// <summary>Where a variable comes from.</summary>
public abstract record VariableSource
{
    /// <summary>In words, for messages.</summary>
    public abstract string Words { get; }
}

public sealed record PlainSource : VariableSource
{
    public static readonly PlainSource Instance = new();

    public override string Words => "the plain variables";
}

/// <param name="Version">The collection's version.</param>
public sealed record SecretKeysSource(SecretKeysId Id, string Name, int Version) : VariableSource
{
    public override string Words => $"secret keys '{Name}'";
}

/// <param name="Code">Such as <c>collision</c>.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="Field">Path in the definition.</param>
public sealed record PlanProblem(string Code, string Message, string? Field)
{
    /// <summary>Whether it is one of the secrets that are bound, and of nothing else.</summary>
    public bool IsOfBindings => Field?.StartsWith("bindings[", StringComparison.Ordinal) == true;
}
