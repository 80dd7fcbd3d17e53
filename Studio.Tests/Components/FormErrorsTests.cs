using Studio.Components;
using Studio.Domain.Common;

namespace Studio.Tests.Components;

public class FormErrorsTests
{
    static readonly Invalid _invalid = new([new("entries[1].name", "Bad name."), new("entries", "Too many.")]);

    [Fact]
    public void What_concerns_a_field_stands_at_the_field_and_the_rest_in_the_banner()
    {
        var errors = FormErrors.Of(_invalid, "name", "entries[].name");

        Assert.Equal("Bad name.", errors["entries[1].name"]);
        Assert.Null(errors["name"]);
        Assert.Equal("Too many.", errors.Banner);
    }

    [Fact]
    public void A_name_that_is_taken_is_an_error_of_the_name()
    {
        var errors = FormErrors.Of(new NameTaken("weather"), "name");

        Assert.Contains("weather", errors["name"], StringComparison.Ordinal);
        Assert.Null(errors.Banner);
    }

    [Fact]
    public void A_lost_race_says_that_nothing_typed_is_lost_and_what_to_do()
    {
        var errors = FormErrors.Of(new Stale(5), "name");

        Assert.Contains("version 5", errors.Banner, StringComparison.Ordinal);
        Assert.Contains("still here", errors.Banner, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_below_a_field_is_said_at_it_and_what_only_begins_alike_is_not()
    {
        var errors = FormErrors.Of(
            new Invalid("bindings[12].only[0]", "Bad name."),
            "bindings",
            "bindings[].only",
            "bindings[].on"
        );

        Assert.Equal("Bad name.", errors["bindings[12].only"]);
        Assert.Null(errors["bindings[12].on"]);
        Assert.Null(errors["bindings[1].only"]);
        Assert.Null(errors["bindings"]);
        Assert.Null(errors.Banner);
    }

    [Fact]
    public void A_field_says_everything_that_is_wrong_with_it_once()
    {
        var problem = new Invalid([new("user", "One."), new("user", "Two."), new("user", "One.")]);

        Assert.Equal("One. Two.", FormErrors.Of(problem, "user")["user"]);
    }

    [Fact]
    public void A_problem_of_no_field_stands_in_the_banner()
    {
        var errors = FormErrors.Of(new Refused("busy", "Try again."), "name");

        Assert.Equal("Try again.", errors.Banner);
        Assert.Null(errors["name"]);
    }

    [Fact]
    public void No_problem_is_no_error() => Assert.Null(FormErrors.Of(null, "name").Banner);
}
