using Studio.Components;
using Studio.Domain.Common;

namespace Studio.Tests.Components;

public class FormErrorsTests
{
    static readonly Invalid _invalid = new([new("entries[1].name", "Bad name."), new("entries", "Too many.")]);

    [Fact]
    public void What_concerns_a_field_stands_at_the_field_and_the_rest_in_the_banner()
    {
        var errors = FormErrors.Of(_invalid, "name", "entries[1].name");

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
    public void No_problem_is_no_error() => Assert.Null(FormErrors.Of(null, "name").Banner);
}
