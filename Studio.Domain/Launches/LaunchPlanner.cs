using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>What is known when a launch is planned.</summary>
/// <param name="Keys">Of every collection that is bound and still exists.</param>
/// <param name="Present">The image as the engine has it and the project may use it, or null.</param>
/// <param name="EngineReachable">False: <paramref name="Present"/> says nothing.</param>
/// <param name="RegistryRefusal">Why the image's registry may not be used, or null.</param>
/// <param name="Pinned">An earlier launch is done again.</param>
sealed record PlanFacts(
    IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys> Keys,
    PullSecret? PullSecret,
    ImageFacts? Present,
    bool EngineReachable,
    string? RegistryRefusal = null,
    bool Pinned = false
);

/// <summary>
/// Works out what a launch would do. Pure, and without any value: the same definition and facts give the same plan, in the preview
/// and in the launch.
/// </summary>
static class LaunchPlanner
{
    /// <summary>Code of the problem that no definition can mend.</summary>
    public const string EngineAway = "engine-unavailable";

    public static LaunchPlan Plan(ServiceDefinition definition, int revision, PlanFacts facts)
    {
        if (!ImageReference.TryParse(definition.Image, out var reference, out _))
            throw new ArgumentException("The definition has not been checked.", nameof(definition));
        var problems = new List<PlanProblem>();
        var environment = Environment(definition, facts.Keys, problems);
        if (facts.RegistryRefusal is { } refusal)
            problems.Add(new("registry-refused", refusal, "image"));
        // Who goes back to an image that is still here needs no account for it.
        var needsAccount = facts is not { Pinned: true, Present: not null };
        if (definition.PullSecret is not null && facts.PullSecret is null && needsAccount)
            problems.Add(
                new(
                    "missing-pull-secret",
                    "The image pull secret does not exist any more. Choose another one.",
                    "pullSecret"
                )
            );
        if (
            facts.PullSecret is { } pullSecret
            && PullSecretRules.Mismatch(pullSecret.Name, pullSecret.Server, reference) is { } mismatch
        )
            problems.Add(new(mismatch.Code, mismatch.Message, "pullSecret"));
        if (!facts.EngineReachable)
            problems.Add(new(EngineAway, new EngineUnavailable().Message, null));
        var pull = Pull(definition, reference);
        if (pull == PullPolicy.Never && facts is { EngineReachable: true, Present: null })
        {
            problems.Add(
                new(
                    "image-not-present",
                    "This project has not pulled the image, and 'pull' is 'never'. Choose 'missing' or 'always' once.",
                    "image"
                )
            );
        }

        var image = new PlannedImage(
            reference,
            pull,
            DigestOf(facts.Present, reference),
            facts.Present is not null,
            facts.Present?.Entrypoint ?? [],
            facts.Present?.Command ?? []
        );
        var secret = facts.PullSecret is { } used
            ? new PlannedPullSecret(used.Id, used.Name, used.Kind, used.Server)
            : null;
        return new(
            definition,
            revision,
            image,
            secret,
            environment,
            problems,
            EquivalentCommand.Of(definition, environment)
        );
    }

    /// <summary>The default of <c>runtime.md</c>: a private tag may have moved, so its registry is asked each time.</summary>
    public static PullPolicy Pull(ServiceDefinition definition, ImageReference reference) =>
        definition.Pull
        ?? (definition.PullSecret is not null && reference.Digest is null ? PullPolicy.Always : PullPolicy.Missing);

    /// <summary>The digest under which a present image is known in a reference's repository, or null.</summary>
    public static string? DigestOf(ImageFacts? image, ImageReference reference)
    {
        if (image is null)
            return null;
        foreach (var text in image.Digests)
        {
            if (ImageReference.TryParse(text, out var known, out _) && known.Name == reference.Name)
                return known.Digest;
        }

        return null;
    }

    static List<PlannedVariable> Environment(
        ServiceDefinition definition,
        IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys> known,
        List<PlanProblem> problems
    )
    {
        var variables = new Dictionary<string, PlannedVariable>();
        foreach (var plain in definition.Environment)
            variables[plain.Name] = new(plain.Name, Delivery.Env, null, plain.Value, null, PlainSource.Instance, null);
        foreach (var (index, binding) in definition.Bindings.Index())
        {
            var field = $"bindings[{index}]";
            if (!known.TryGetValue(binding.SecretKeys, out var keys))
            {
                problems.Add(
                    new("missing-secret-keys", "These secret keys do not exist any more. Bind others.", field)
                );
                continue;
            }

            AddMissingNames(binding, keys, field, problems);
            var own = new HashSet<string>();
            foreach (var variable in Variables(binding, keys))
            {
                if (Names.CheckVariable(variable.Entry!, variable.Name, binding.AllowReserved) is { } rule)
                    problems.Add(
                        new("invalid-name", $"Entry '{variable.Entry}' becomes '{variable.Name}'. {rule}", field)
                    );
                else if (!own.Add(variable.Name))
                    problems.Add(
                        new(
                            "collision",
                            $"'{variable.Name}' comes from two entries of {variable.Source.Words}. Rename one, or take fewer names.",
                            field
                        )
                    );
                else
                    Add(variables, variable, binding, field, problems);
            }
        }

        return [.. variables.Values];
    }

    static void AddMissingNames(Binding binding, PlannedSecretKeys keys, string field, List<PlanProblem> problems)
    {
        var names = keys.Entries.Select(entry => entry.Name).ToHashSet();
        foreach (
            var name in (binding.Only ?? []).Concat(binding.Rename.Keys).Distinct().Where(name => !names.Contains(name))
        )
            problems.Add(new("missing-entry", $"Secret keys '{keys.Name}' have no entry '{name}'.", field));
    }

    static IEnumerable<PlannedVariable> Variables(Binding binding, PlannedSecretKeys keys) =>
        from entry in keys.Entries
        where binding.Only is null || binding.Only.Contains(entry.Name)
        select new PlannedVariable(
            binding.Rename.TryGetValue(entry.Name, out var renamed) ? renamed : binding.Prefix + entry.Name,
            binding.Delivery ?? entry.Delivery,
            entry.Name,
            null,
            entry.Preview,
            new SecretKeysSource(keys.Id, keys.Name, keys.Version),
            null
        );

    static void Add(
        Dictionary<string, PlannedVariable> variables,
        PlannedVariable variable,
        Binding binding,
        string field,
        List<PlanProblem> problems
    )
    {
        if (!variables.TryGetValue(variable.Name, out var earlier))
        {
            variables[variable.Name] = variable;
        }
        else if (binding.Override)
        {
            variables[variable.Name] = variable with { Overrides = earlier.Source };
        }
        else
        {
            problems.Add(
                new(
                    "collision",
                    $"'{variable.Name}' comes from {earlier.Source.Words} and from {variable.Source.Words}. "
                        + "Rename one, take fewer names, or let the later one override.",
                    field
                )
            );
        }
    }
}
