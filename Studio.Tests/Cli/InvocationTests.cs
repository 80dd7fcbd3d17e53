using Studio.Tests.Client;

namespace Studio.Tests.Cli;

public sealed class InvocationTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    [Fact]
    public async Task A_server_that_is_not_there_gives_3()
    {
        using var cli = new CliRun(Nowhere);

        var (code, output, error) = await cli.RunAsync("secret", "list");

        Assert.Equal((3, "", "Studio is not reachable at http://127.0.0.1:1.\n"), (code, output, error));
    }

    [Fact]
    public async Task A_refusal_gives_1_and_names_the_fields()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(
                app,
                "/api/v1/{**rest}",
                () =>
                    FakeStudio.Problem(
                        400,
                        "invalid",
                        "Not\u001b valid.",
                        new Dictionary<string, string[]> { ["page"] = ["At least 1."] }
                    )
            )
        );
        using var cli = new CliRun(studio.Address);

        var (code, _, error) = await cli.RunAsync("secret", "list");

        Assert.Equal((1, "Not  valid. page: At least 1.\n"), (code, error));
    }

    [Theory]
    [InlineData("Argument 3 is not understood.", "secret", "list", "canary")]
    [InlineData("Argument 4 is not understood.", "login", "--email", "a@b", "canary")]
    [InlineData("Argument 2 is not understood.", "whoami", "--canary")]
    [InlineData("Argument 2 is not understood.", "whoami", "@canary")]
    [InlineData("Argument 1 is not understood.", "canary")]
    [InlineData("Argument 2 is not understood.", "whoami", "--canary=canary")]
    [InlineData("Argument 3 is not understood.", "whoami", "-o=json", "--canary:canary")]
    [InlineData("Argument 1 is not understood.", "--canary=canary")]
    [InlineData("Argument 3 is not understood.", "secret", "list", "--unused=canary")]
    [InlineData("The value of --output is not valid.", "secret", "list", "-o", "canary")]
    [InlineData("Option '--email' is required.", "setup", "--code", "canary")]
    public async Task What_is_not_understood_is_named_by_position_and_never_quoted(
        string sentence,
        params string[] args
    )
    {
        using var cli = new CliRun(Nowhere);

        var (code, output, error) = await cli.RunAsync(args);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c is '\n'));
    }

    [Theory]
    [InlineData("ftp://ada:canary@host")]
    [InlineData("canary")]
    public async Task An_address_that_is_none_is_not_quoted(string address)
    {
        using var cli = new CliRun(Nowhere);
        cli.Environment["STUDIO_URL"] = address;

        var (code, _, error) = await cli.RunAsync("whoami");

        Assert.Equal((2, "STUDIO_URL is not an http or https address.\n"), (code, error));
    }

    [Fact]
    public async Task A_password_file_that_is_not_there_gives_1()
    {
        using var cli = new CliRun(Nowhere);

        var (code, _, error) = await cli.RunAsync("login", "--email", "a@b", "--password-file", "/nowhere/at-all");

        Assert.Equal(1, code);
        Assert.Contains("/nowhere/at-all", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_are_given_without_a_server()
    {
        using var cli = new CliRun(Nowhere);
        cli.Environment["STUDIO_URL"] = "not an address";

        Assert.Equal(0, (await cli.RunAsync("--version")).Code);
        Assert.Contains("--unused", (await cli.RunAsync("secret", "list", "--help")).Out, StringComparison.Ordinal);
    }
}
