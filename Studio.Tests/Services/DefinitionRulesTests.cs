using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Tests.Services;

public sealed class DefinitionRulesTests
{
    [Fact]
    public void A_new_name_that_is_reserved_is_refused_at_its_field_without_a_yes()
    {
        var binding = Bind() with { Rename = new Dictionary<string, string> { ["HOOK"] = "LD_PRELOAD" } };
        Assert.Equal("bindings[0].rename", Assert.Single(Check(binding)).Field);
        Assert.Empty(Check(binding with { AllowReserved = true }));
    }

    [Fact]
    public void A_prefix_that_makes_a_reserved_name_of_a_chosen_entry_is_refused_at_its_field()
    {
        var binding = Bind() with { Prefix = "LD_", Only = ["PRELOAD", "OTHER"] };
        Assert.Equal("bindings[0].prefix", Assert.Single(Check(binding)).Field);
        Assert.Empty(Check(binding with { AllowReserved = true }));
    }

    [Fact]
    public void A_plain_path_is_an_ordinary_thing_to_set() =>
        Assert.Empty(Check(null, new PlainVariable("PATH", "/bin")));

    static IEnumerable<Domain.Common.FieldError> Check(Binding? binding, params PlainVariable[] plain) =>
        DefinitionRules.Check(
            new ServiceDefinition
            {
                Name = "web",
                Image = "registry.example.com/app:1",
                Bindings = binding is null ? [] : [binding],
                Environment = plain,
            }
        );

    static Binding Bind() => new(SecretKeysId.New(), null, null, new Dictionary<string, string>(), null, false);
}
