using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Studio.Client.Identity;
using Studio.Tests.Client;

namespace Studio.Tests.Cli;

[SupportedOSPlatform("linux")]
public sealed class SignInTests
{
    private const string Password = "correct horse";

    [Fact]
    public async Task Logging_in_keeps_the_token_for_its_owner_only_and_for_its_server_only()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        cli.Typed.Enqueue(Password);

        var login = await cli.RunAsync("login", "--email", "ada@example.org");

        Assert.Equal((0, ""), (login.Code, login.Out));
        Assert.DoesNotContain(Password, login.Error, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cli.CredentialsFile));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(cli.CredentialsFile)!)
        );
        Assert.Equal(0, (await cli.RunAsync("whoami")).Code);
        await using var other = await StudioAsync();
        cli.Environment["STUDIO_URL"] = other.Address.ToString();
        Assert.Equal(1, (await cli.RunAsync("whoami")).Code);
        Assert.All(other.Headers, headers => Assert.DoesNotContain("Authorization", headers.Keys));
    }

    [Fact]
    public async Task A_file_of_logins_that_others_could_read_is_replaced_by_one_that_they_cannot()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address) { Input = Password };
        Directory.CreateDirectory(Path.GetDirectoryName(cli.CredentialsFile)!);
        await File.WriteAllTextAsync(cli.CredentialsFile, """{"servers":{}}""", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(cli.CredentialsFile, (UnixFileMode)0b110_100_100);

        await cli.RunAsync("login", "--email", "ada@example.org");

        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(cli.CredentialsFile));
        Assert.Equal([cli.CredentialsFile], Directory.GetFiles(Path.GetDirectoryName(cli.CredentialsFile)!));
    }

    [Theory]
    [InlineData("correct horse\n")]
    [InlineData("correct horse\r\n")]
    [InlineData("correct horse")]
    public async Task A_password_may_be_piped_or_in_a_file(string text)
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address) { Input = text };
        var file = Path.Combine(cli.Home, "password");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        Assert.Equal(0, (await cli.RunAsync("login", "--email", "ada@example.org")).Code);
        Assert.Equal(0, (await cli.RunAsync("login", "--email", "ada@example.org", "--password-file", "-")).Code);
        cli.Input = null;
        Assert.Equal(0, (await cli.RunAsync("login", "--email", "ada@example.org", "--password-file", file)).Code);
    }

    [Fact]
    public async Task Setting_up_signs_in()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        cli.Typed.Enqueue(Password);
        cli.Typed.Enqueue(Password);

        var setup = await cli.RunAsync("setup", "--code", "code-1", "--email", "ada@example.org");

        Assert.Equal(0, setup.Code);
        Assert.Equal(0, (await cli.RunAsync("whoami")).Code);
    }

    [Fact]
    public async Task A_new_password_that_was_mistyped_once_is_not_taken()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        cli.Typed.Enqueue(Password);
        cli.Typed.Enqueue("correct house");

        var setup = await cli.RunAsync("setup", "--code", "code-1", "--email", "ada@example.org");

        Assert.Equal((2, "The two passwords differ."), (setup.Code, setup.Error.Split('\n')[^2]));
        Assert.Empty(studio.Requests);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_in_one_sentence_without_it()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address) { Input = "canary" };

        var login = await cli.RunAsync("login", "--email", "ada@example.org");

        Assert.Equal((1, ""), (login.Code, login.Out));
        Assert.StartsWith("The address or the password is wrong.", login.Error, StringComparison.Ordinal);
        Assert.Equal(1, login.Error.Count(c => c is '\n'));
        Assert.DoesNotContain("canary", login.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(cli.CredentialsFile));
    }

    [Fact]
    public async Task Logging_out_forgets_the_token_and_revokes_it()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address) { Input = Password };
        await cli.RunAsync("login", "--email", "ada@example.org");

        var logout = await cli.RunAsync("logout");

        Assert.Equal((0, ""), (logout.Code, logout.Error));
        Assert.Contains("DELETE /api/v1/tokens/tok-1", studio.Requests);
        Assert.Equal(1, (await cli.RunAsync("whoami")).Code);
    }

    [Fact]
    public async Task Logging_out_works_without_the_server()
    {
        using var cli = new CliRun(await StudioAddressThatIsGoneAsync()) { Input = Password };
        Directory.CreateDirectory(Path.GetDirectoryName(cli.CredentialsFile)!);
        var server = cli.Environment["STUDIO_URL"].TrimEnd('/');
        await File.WriteAllTextAsync(
            cli.CredentialsFile,
            """{"servers":{"SERVER":{"email":"ada@example.org","token":"stu_1"}}}""".Replace("SERVER", server),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(0, (await cli.RunAsync("logout")).Code);

        var kept = await File.ReadAllTextAsync(cli.CredentialsFile, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("stu_1", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_of_logins_is_named_and_not_quoted()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        Directory.CreateDirectory(Path.GetDirectoryName(cli.CredentialsFile)!);
        await File.WriteAllTextAsync(cli.CredentialsFile, "stu_canary", TestContext.Current.CancellationToken);

        var (code, _, error) = await cli.RunAsync("whoami");

        Assert.Equal(1, code);
        Assert.Contains("credentials.json", error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_the_environment_goes_first()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address) { Input = Password };
        await cli.RunAsync("login", "--email", "ada@example.org");
        cli.Environment["STUDIO_TOKEN"] = "stu_of_the_environment";

        var whoami = await cli.RunAsync("whoami");

        Assert.Equal(1, whoami.Code);
        Assert.Contains("studio login", whoami.Error, StringComparison.Ordinal);
        Assert.Equal("Bearer stu_of_the_environment", studio.Headers.Last().Authorization);
    }

    [Fact]
    public async Task A_token_of_the_environment_may_end_with_a_newline()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        cli.Environment["STUDIO_TOKEN"] = "stu_1\n";

        Assert.Equal(0, (await cli.RunAsync("whoami")).Code);
    }

    [Theory]
    [InlineData("stu_ca\nnary")]
    [InlineData("stu_canary x")]
    [InlineData("stu_canäry")]
    public async Task What_cannot_be_a_token_is_a_usage_error_and_not_quoted(string token)
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        cli.Environment["STUDIO_TOKEN"] = token;

        var (code, _, error) = await cli.RunAsync("whoami");

        Assert.Equal((2, "STUDIO_TOKEN is not a token.\n"), (code, error));
        Assert.Empty(studio.Requests);
    }

    [Fact]
    public async Task A_login_below_a_path_is_not_sent_to_another_path_of_the_same_host()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        Directory.CreateDirectory(Path.GetDirectoryName(cli.CredentialsFile)!);
        await File.WriteAllTextAsync(
            cli.CredentialsFile,
            """{"servers":{"SERVER/studio":{"email":"ada@example.org","token":"stu_1"}}}""".Replace(
                "SERVER",
                cli.Environment["STUDIO_URL"].TrimEnd('/')
            ),
            TestContext.Current.CancellationToken
        );
        foreach (var path in (string[])["", "other", "studio", "studio/"])
        {
            cli.Environment["STUDIO_URL"] = new Uri(studio.Address, path).ToString();
            await cli.RunAsync("whoami");
        }

        Assert.Equal(
            ["", "", "Bearer stu_1", "Bearer stu_1"],
            studio.Headers.Select(headers => $"{headers.Authorization}")
        );
    }

    [Fact]
    public async Task Whoami_is_a_table_on_a_terminal_and_JSON_when_piped()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);
        cli.Environment["STUDIO_TOKEN"] = "stu_1";

        var piped = await cli.RunAsync("whoami");
        cli.OnTerminal = true;
        var shown = await cli.RunAsync("whoami");

        Assert.Equal("administrator", JsonElement.Parse(piped.Out).GetProperty("role").GetString());
        Assert.Matches(@"(?m)^ROLE\s+administrator$", shown.Out);
    }

    private static Task<FakeStudio> StudioAsync() =>
        FakeStudio.StartAsync(app =>
        {
            app.MapPost(
                "/api/v1/login",
                (LoginRequest login) =>
                    login is { Email: "ada@example.org" } && login.Password.Reveal() is Password
                        ? Results.Json(new { token = "stu_1" })
                        : FakeStudio.Problem(401, "unauthenticated", "The address or the password is wrong.")
            );
            app.MapPost(
                "/api/v1/setup",
                (SetupRequest setup) =>
                    setup.Code.Reveal() is "code-1" && setup.Password.Reveal() is Password
                        ? Results.Json(new { token = "stu_1" }, statusCode: 201)
                        : FakeStudio.Problem(403, "denied", "The code is wrong.")
            );
            app.MapGet(
                "/api/v1/me",
                (HttpContext context) =>
                    context.Request.Headers.Authorization == "Bearer stu_1"
                        ? Results.Json(
                            new MeResponse("usr-1", "ada@example.org", "administrator", ["references"], "tok-1")
                        )
                        : FakeStudio.Problem(401, "unauthenticated", "You are not signed in.")
            );
            app.MapDelete("/api/v1/tokens/{id}", () => Results.NoContent());
        });

    private static async Task<Uri> StudioAddressThatIsGoneAsync()
    {
        await using var studio = await StudioAsync();
        return studio.Address;
    }
}
