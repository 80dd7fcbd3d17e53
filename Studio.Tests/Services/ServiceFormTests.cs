using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Services;
using Studio.Services;

namespace Studio.Tests.Services;

public sealed class ServiceFormTests
{
    [Fact]
    public void Command_and_rename_are_read_as_they_are_typed()
    {
        var form = new ServiceForm
        {
            Name = " web ",
            Image = "app:1",
            Command = "sh -c 'echo hi'",
        };
        form.Bindings.Add(
            new()
            {
                SecretKeys = "weather",
                Only = "API_KEY, API_URL",
                Rename = "API_KEY=KEY",
            }
        );

        var draft = form.ToDraft().Value;

        Assert.Equal("web", draft.Definition.Name);
        Assert.Equal(["sh", "-c", "echo hi"], draft.Definition.Command!);
        Assert.Equal(["API_KEY", "API_URL"], draft.Definition.Bindings[0].Only!);
        Assert.Equal("KEY", draft.Definition.Bindings[0].Rename["API_KEY"]);
        Assert.Equal(["weather"], draft.SecretKeys);
    }

    [Fact]
    public void Blank_rows_do_not_count_and_do_not_shift_errors()
    {
        var form = new ServiceForm { Name = "web", Image = "app:1" };
        VariableForm blank = new();
        VariableForm bad = new() { Name = "1BAD" };
        form.Environment.AddRange([blank, bad]);

        var definition = form.ToDraft().Value.Definition;
        var errors = Errors(new Invalid([.. DefinitionRules.Check(definition)]));

        Assert.Null(form.PathOf(blank));
        Assert.NotNull(errors[form.PathOf(bad)!]);
    }

    [Theory]
    [InlineData("API_KEY")]
    [InlineData("=KEY")]
    [InlineData("A=B=C")]
    public void A_rename_that_cannot_be_read_is_an_error_beside_its_binding(string rename)
    {
        var form = new ServiceForm { Name = "web", Image = "app:1" };
        form.Bindings.Add(new() { SecretKeys = "mail" });
        form.Bindings.Add(new() { SecretKeys = "weather", Rename = rename });

        var errors = Errors(form.ToDraft().Problem!);

        Assert.NotNull(errors["bindings[1].rename"]);
        Assert.Null(errors["bindings[0].rename"]);
    }

    [Fact]
    public void An_unfinished_form_can_be_previewed()
    {
        var form = new ServiceForm { Image = "not an image", PullSecret = "registry" };
        form.Ports.AddRange([new() { Container = 99999 }, new() { Host = 8080 }]);
        form.Health.Kind = HealthKind.Http;
        form.Command = "sh -c 'echo";

        var draft = form.ToPreviewDraft().Value;

        Assert.Empty(DefinitionRules.Check(draft.Definition));
        Assert.Null(draft.PullSecret);
    }

    [Fact]
    public void The_form_has_a_place_for_whatever_a_definition_can_break()
    {
        var everything = new ServiceDefinition
        {
            Name = "-",
            Image = "",
            Description = "\u0001",
            Command = ["\0"],
            Entrypoint = ["\0"],
            WorkingDirectory = "app",
            User = "a b",
            Environment = [new("1X", "\0")],
            Bindings = [new(default, ["1X"], "1", new Dictionary<string, string> { ["1"] = "A" }, null, false)],
            Ports = [new(0, 0, "here", "icmp")],
            Health = new(new HttpProbe(0, "x"), ["\0"], 0, 0, 0, -1),
            Storage = new([new("", "..", false)], [new("")], [new("", "\0", false)]),
            Resources = new(0, 0, 0),
        };

        var errors = DefinitionRules.Check(everything).ToList();

        Assert.Equal(32, errors.Select(error => error.Field).Distinct().Count());
        Assert.Null(Errors(new Invalid([.. errors])).Banner);
    }

    static FormErrors Errors(Problem problem) => FormErrors.Of(problem, ServiceForm.Fields);
}
