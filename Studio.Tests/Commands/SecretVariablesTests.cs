using Studio.Commands;
using Studio.Domain.Common;

namespace Studio.Tests.Commands;

public sealed class SecretVariablesTests
{
    readonly SecretVariables _variables = new();

    [Fact]
    public void Spaces_around_a_name_are_no_part_of_it()
    {
        _variables.Rows.Add(new() { Name = " API ", Entry = "keys/TOKEN" });

        Assert.Equal(new Dictionary<string, string> { ["API"] = "keys/TOKEN" }, _variables.ToMap().Value);
        Assert.Equal(["secretEnv.API", "secretEnv"], _variables.Fields);
    }

    [Fact]
    public void Two_of_one_name_are_refused()
    {
        _variables.Rows.Add(new() { Name = "API", Entry = "keys/TOKEN" });
        _variables.Rows.Add(new() { Name = "API ", Entry = "keys/OTHER" });

        var refused = Assert.IsType<Invalid>(_variables.ToMap().Problem);
        Assert.Equal("secretEnv", Assert.Single(refused.Errors).Field);
    }
}
