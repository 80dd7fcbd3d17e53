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
        var errors = ServiceFormErrors.Of(new Invalid([.. DefinitionRules.Check(definition)]))!;

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

        var errors = ServiceFormErrors.Of(form.ToDraft().Problem!)!;

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
    public void What_is_below_a_field_is_said_at_it_and_what_only_begins_alike_is_not()
    {
        var errors = ServiceFormErrors.Of(new Invalid("bindings[1].only[0]", "Bad name."))!;

        Assert.Equal("Bad name.", errors["bindings[1].only"]);
        Assert.Null(errors["bindings[1].on"]);
        Assert.Null(errors["bindings[10]"]);
    }

    [Fact]
    public void A_problem_that_no_field_can_show_belongs_above_the_form() =>
        Assert.Null(ServiceFormErrors.Of(new Stale(4)));
}
