using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Vault;

namespace Studio.Tests.Launches;

public sealed class LaunchPlannerTests
{
    static readonly PlannedSecretKeys Weather = Keys("weather", 4, "API_KEY", "ENDPOINT");
    static readonly PlannedSecretKeys Billing = Keys("billing", 1, "API_KEY", "DB");

    [Fact]
    public void Every_entry_of_a_binding_becomes_a_masked_variable_with_its_source()
    {
        var plan = Plan([Bind(Weather)]);

        Assert.Equal(["API_KEY", "ENDPOINT"], plan.Environment.Select(variable => variable.Name));
        var first = plan.Environment[0];
        Assert.Null(first.Value);
        Assert.Equal("••••••••4567", first.Preview?.Text);
        Assert.Equal(new SecretKeysSource(Weather.Id, "weather", 4), first.Source);
        Assert.Empty(plan.Problems);
        Assert.Equal([new SecretVersion($"{Weather.Id}", "weather", 4)], plan.SecretVersions);
    }

    [Fact]
    public void Only_prefix_and_rename_choose_and_name_the_variables()
    {
        var binding = Bind(Billing) with
        {
            Only = ["API_KEY", "DB"],
            Prefix = "BILLING_",
            Rename = new Dictionary<string, string> { ["DB"] = "DATABASE_URL" },
        };
        var plan = Plan([binding]);

        Assert.Equal(["BILLING_API_KEY", "DATABASE_URL"], plan.Environment.Select(variable => variable.Name));
        Assert.Equal(["API_KEY", "DB"], plan.Environment.Select(variable => variable.Entry));
    }

    [Fact]
    public void The_same_name_from_two_bindings_is_a_problem_that_names_both()
    {
        var problem = Assert.Single(Plan([Bind(Weather), Bind(Billing)]).Problems);

        Assert.Equal(("collision", "bindings[1]"), (problem.Code, problem.Field));
        Assert.Contains("'weather'", problem.Message);
        Assert.Contains("'billing'", problem.Message);
    }

    [Fact]
    public void A_later_binding_may_say_that_it_overrides()
    {
        var plan = Plan([Bind(Weather), Bind(Billing) with { Override = true }]);

        Assert.Empty(plan.Problems);
        var variable = Assert.Single(plan.Environment, variable => variable.Name == "API_KEY");
        Assert.Equal("billing", Assert.IsType<SecretKeysSource>(variable.Source).Name);
        Assert.Equal("weather", Assert.IsType<SecretKeysSource>(variable.Overrides).Name);
    }

    [Fact]
    public void A_plain_variable_is_not_replaced_by_a_binding_unless_that_says_so()
    {
        var problem = Assert.Single(Plan([Bind(Weather)], new PlainVariable("API_KEY", "x")).Problems);
        Assert.Contains("plain", problem.Message);
    }

    [Fact]
    public void A_name_that_the_collection_does_not_have_is_a_problem()
    {
        var problem = Assert.Single(Plan([Bind(Weather) with { Only = ["API_KEY", "GONE"] }]).Problems);
        Assert.Equal("missing-entry", problem.Code);
        Assert.Contains("'GONE'", problem.Message);
    }

    [Theory]
    [InlineData("LD_", null)]
    [InlineData(null, "LD_PRELOAD")]
    [InlineData(null, "PATH")]
    public void A_prefix_or_a_new_name_that_makes_a_reserved_variable_needs_a_yes(string? prefix, string? to)
    {
        var keys = Keys("tools", 1, "PRELOAD");
        var binding = Bind(keys) with
        {
            Prefix = prefix,
            Rename = to is null
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["PRELOAD"] = to },
        };
        LaunchPlan PlanOf(Binding with) =>
            LaunchPlanner.Plan(
                Definition([with]),
                1,
                Facts() with
                {
                    Keys = new Dictionary<SecretKeysId, PlannedSecretKeys> { [keys.Id] = keys },
                }
            );

        var problem = Assert.Single(PlanOf(binding).Problems);
        Assert.Equal(("invalid-name", "bindings[0]"), (problem.Code, problem.Field));
        Assert.Empty(PlanOf(binding with { AllowReserved = true }).Problems);
    }

    [Fact]
    public void An_entry_that_is_called_so_itself_took_its_yes_when_it_was_stored()
    {
        var keys = Keys("tools", 1, "LD_PRELOAD");
        var facts = Facts() with { Keys = new Dictionary<SecretKeysId, PlannedSecretKeys> { [keys.Id] = keys } };
        Assert.Empty(LaunchPlanner.Plan(Definition([Bind(keys)]), 1, facts).Problems);
    }

    [Fact]
    public void A_prefix_that_makes_a_name_too_long_is_a_problem()
    {
        var plan = Plan([Bind(Weather) with { Prefix = new string('P', 128), Only = ["API_KEY"] }]);
        Assert.Equal("invalid-name", Assert.Single(plan.Problems).Code);
    }

    [Fact]
    public void Two_entries_of_one_binding_cannot_become_one_variable_not_even_to_override()
    {
        var binding = Bind(Billing) with
        {
            Rename = new Dictionary<string, string> { ["DB"] = "API_KEY" },
            Override = true,
        };
        Assert.Equal("collision", Assert.Single(Plan([binding]).Problems).Code);
    }

    [Fact]
    public void A_collection_that_is_gone_is_a_problem() =>
        Assert.Equal("missing-secret-keys", Assert.Single(Plan([Bind(Keys("gone", 1, "X"))]).Problems).Code);

    [Fact]
    public void An_engine_that_is_away_is_said_and_not_guessed_at()
    {
        var facts = new PlanFacts(
            new Dictionary<SecretKeysId, PlannedSecretKeys>(),
            null,
            null,
            EngineReachable: false
        );
        var plan = LaunchPlanner.Plan(Definition([]), 1, facts);
        Assert.Equal("engine-unavailable", Assert.Single(plan.Problems).Code);
    }

    [Theory]
    [InlineData("registry.example.com/app:1", true, PullPolicy.Always)]
    [InlineData("registry.example.com/app:1", false, PullPolicy.Missing)]
    [InlineData(
        "registry.example.com/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        true,
        PullPolicy.Missing
    )]
    public void A_private_tag_is_asked_for_at_each_launch(string image, bool hasSecret, PullPolicy expected)
    {
        Assert.True(ImageReference.TryParse(image, out var reference, out _));
        var definition = Definition([]) with { PullSecret = hasSecret ? Domain.PullSecrets.PullSecretId.New() : null };
        Assert.Equal(expected, LaunchPlanner.Pull(definition, reference));
    }

    [Fact]
    public void The_equivalent_command_is_quoted_and_masked()
    {
        var definition = Definition([Bind(Weather) with { Only = ["API_KEY"] }]) with
        {
            Environment = [new PlainVariable("GREETING", "it's; rm -rf /")],
            Ports = [new PortMapping(8080, 18080, "127.0.0.1", "tcp")],
            Command = ["sh", "-c", "exit 1"],
        };

        Assert.Equal(
            "docker run -d --name web -e 'GREETING=it'\\''s; rm -rf /' -e API_KEY=••••••••4567 "
                + "-p 127.0.0.1:18080:8080 --memory 512m --cpus 1 --pids-limit 256 --cap-drop ALL --cap-add CHOWN "
                + "--cap-add DAC_OVERRIDE --cap-add FOWNER --cap-add SETGID --cap-add SETUID --cap-add NET_BIND_SERVICE "
                + "--cap-add KILL --security-opt no-new-privileges registry.example.com/app:1 sh -c 'exit 1'",
            LaunchPlanner.Plan(definition, 1, Facts()).EquivalentCommand
        );
    }

    static LaunchPlan Plan(IReadOnlyList<Binding> bindings, params PlainVariable[] plain) =>
        LaunchPlanner.Plan(Definition(bindings) with { Environment = plain }, 3, Facts());

    static PlanFacts Facts() =>
        new(new[] { Weather, Billing }.ToDictionary(keys => keys.Id), null, null, EngineReachable: true);

    static ServiceDefinition Definition(IReadOnlyList<Binding> bindings) =>
        new()
        {
            Name = "web",
            Image = "registry.example.com/app:1",
            Bindings = bindings,
        };

    static Binding Bind(PlannedSecretKeys keys) =>
        new(keys.Id, null, null, new Dictionary<string, string>(), null, false);

    static PlannedSecretKeys Keys(string name, int version, params string[] entries) =>
        new(
            SecretKeysId.New(),
            name,
            version,
            [
                .. entries.Select(entry => new PlannedEntry(
                    entry,
                    Delivery.Env,
                    ValuePreview.Of(new SecretText("0123456789-01234567")),
                    1
                )),
            ]
        );
}
