using Studio.Client;
using Studio.Client.Commands;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Commands;

/// <summary>Commands in a container, over REST.</summary>
public sealed class ExecTests(StudioFixture fixture) : IClassFixture<StudioFixture>, IAsyncLifetime
{
    const int TwoMinutes = 120_000;
    const int MostOutput = 1024 * 1024;
    const string Project = StudioServer.Project;
    const string Token = QuietService.Token;
    const string Redacted = QuietService.Redacted;

    /// <summary>Prints <c>$TOKEN</c> as programs do that never meant to show it.</summary>
    const string Forms = """
        printf 'raw: %s\n' "$TOKEN"
        printf 'base64: '; printf %s "$TOKEN" | busybox base64 -w 0; echo
        printf 'inner base64: '; printf %s "api:$TOKEN" | busybox base64 -w 0 | sed 's/^YXBp//'; echo
        printf 'hex: '; printf %s "$TOKEN" | busybox xxd -p | tr -d '\n'; echo
        printf 'url: '; printf %s "$TOKEN" | sed 's/%/%25/g; s,/,%2F,g; s/ /%20/g; s/"/%22/g; s/&/%26/g'; echo
        printf 'json: {"token":"%s"}\n' "$(printf %s "$TOKEN" | sed 's/"/\\"/g')"
        printf 'split: %s' "${TOKEN%???????????}"; sleep 0.3; printf '%s\n' "${TOKEN#?????????????}"
        printf 'coloured: \033[1m%s\033[31m%s\033[0m\n' "${TOKEN%???????????}" "${TOKEN#?????????????}"
        """;

    readonly EngineFixture _engine = fixture.Engine;
    readonly StudioClient _studio = fixture.Server.Admin;
    QuietService _service = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Dictionary<string, string> Given => new() { ["TOKEN"] = $"{_service.Stage.Keys}/TOKEN" };

    public async ValueTask InitializeAsync() =>
        _service = await QuietService.LaunchAsync(_engine, _studio, isBound: false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact(Timeout = TwoMinutes)]
    public async Task Output_error_and_exit_code_come_back_apart()
    {
        var done = await RunAsync("echo out; echo err >&2; exit 7");

        Assert.Equal(new(7, "out\n", "err\n", TimedOut: false, Truncated: false), done);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_command_has_the_secrets_it_is_given_and_nothing_else_has_them()
    {
        var done = await RunAsync("""printf %s "$TOKEN" | wc -c; sleep 1""", Given);

        Assert.Equal((0, $"{Token.Length}\n"), (done.ExitCode, done.Stdout.TrimStart()));
        Assert.Equal("none\n", (await RunAsync("echo ${TOKEN-none}")).Stdout);
        var inspected = await _service.InspectAsync();
        Assert.Contains(_service.Container, inspected, StringComparison.Ordinal);
        Assert.DoesNotContain(QuietService.Core, inspected, StringComparison.Ordinal);
    }

    [Theory(Timeout = TwoMinutes)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_it_prints_is_redacted_in_every_form(bool isError)
    {
        var done = await RunAsync(isError ? $"{{ {Forms}\n}} >&2" : Forms, Given);

        Assert.Equal("", isError ? done.Stdout : done.Stderr);
        Assert.Equal(
            [
                $"raw: {Redacted}",
                $"base64: {Redacted}",
                // What stands before and after it is shown.
                $"inner base64: O{Redacted}==",
                $"hex: {Redacted}",
                $"url: {Redacted}",
                $$"""json: {"token":"{{Redacted}}"}""",
                $"split: {Redacted}",
                $"coloured: \e[1m{Redacted}\e[0m",
            ],
            (isError ? done.Stderr : done.Stdout).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_value_that_is_an_argument_is_not_repeated_when_the_program_is_not_there()
    {
        await RunAsync("true", Given);

        var refused = await Assert.ThrowsAsync<StudioException>(() => ExecAsync(new([$"/bin/{Token}", Token])));

        Assert.Equal((422, "no-such-command"), (refused.Status, refused.Code));
        Assert.DoesNotContain(QuietService.Core, refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_file_that_cannot_be_run_is_no_command()
    {
        var refused = await Assert.ThrowsAsync<StudioException>(() => ExecAsync(new(["/etc/passwd"])));

        Assert.Equal((422, "no-such-command"), (refused.Status, refused.Code));
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_command_whose_time_is_over_is_ended_with_everything_that_it_started()
    {
        var done = await RunAsync(
            "echo begun; sleep 36001 & busybox setsid sleep 36002 & (sleep 36003; true) | cat",
            timeoutSeconds: 2
        );

        Assert.Equal(new(124, "begun\n", "", TimedOut: true, Truncated: false), done);
        await _service.UntilRunsAsync("sleep 3600", runs: false);
    }

    /// <summary>It ends by itself, and what it leaves behind holds its output open.</summary>
    [Fact(Timeout = TwoMinutes)]
    public async Task What_a_command_leaves_behind_does_not_keep_it_from_ending()
    {
        var done = await RunAsync("echo begun; sleep 36001 & exit 3", timeoutSeconds: 30);

        Assert.Equal((3, "begun\n", false), (done.ExitCode, done.Stdout, done.TimedOut));
    }

    /// <summary>It starts others faster than anybody can count them.</summary>
    [Fact(Timeout = TwoMinutes)]
    public async Task One_that_keeps_starting_others_is_ended_too()
    {
        var done = await RunAsync("while :; do sleep 36004 & sleep 0.01; done", timeoutSeconds: 2);

        Assert.True(done.TimedOut);
        await _service.UntilRunsAsync("sleep 36004", runs: false);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_command_ends_when_whoever_sent_it_goes_away()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = ExecAsync(new(["sh", "-c", "sleep 36005 & sleep 36006"], Given), gone.Token);
        await _service.UntilRunsAsync("sleep 36006");

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await _service.UntilRunsAsync("sleep 3600", runs: false);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task Nor_is_one_left_whose_sender_goes_away_while_it_is_started()
    {
        for (var milliseconds = 2; milliseconds <= 120; milliseconds += 2)
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            gone.CancelAfter(milliseconds);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                ExecAsync(new(["sleep", "36007"]), gone.Token)
            );
        }

        // Those that the engine is still starting come, and go; the last that was sent shows that they have.
        await RunAsync("true");
        await _service.UntilRunsAsync("sleep 36007", runs: false);
        await RunAsync("sleep 2");
        Assert.DoesNotContain("sleep 36007", await _service.ProcessesAsync());
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task Of_a_flood_the_first_mebibyte_is_kept()
    {
        var done = await RunAsync("head -c 3000000 /dev/zero | tr '\\0' x; exit 5");

        Assert.Equal((5, true, ""), (done.ExitCode, done.Truncated, done.Stderr));
        Assert.Equal(new string('x', MostOutput), done.Stdout);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_flood_that_does_not_end_is_ended_when_its_time_is_over()
    {
        var done = await RunAsync("yes \"$TOKEN\"", Given, timeoutSeconds: 3);

        Assert.Equal((124, true, true), (done.ExitCode, done.TimedOut, done.Truncated));
        Assert.Equal([Redacted], done.Stdout.Split('\n').SkipLast(1).Distinct());
        await _service.UntilRunsAsync("yes", runs: false);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task In_an_image_without_a_shell_its_programs_run_and_are_ended()
    {
        _service = await QuietService.LaunchAsync(
            _engine,
            _studio,
            name => _engine.Images.WithoutShellAsync(name, Stop),
            isBound: false
        );

        Assert.Equal("hello\n", (await ExecAsync(new(["echo", "hello"]))).Stdout);
        var refused = await Assert.ThrowsAsync<StudioException>(() => RunAsync("true"));
        Assert.Equal((422, "no-such-command"), (refused.Status, refused.Code));
        Assert.True((await ExecAsync(new(["sleep", "36008"], TimeoutSeconds: 1))).TimedOut);
        await _service.UntilRunsAsync("sleep 36008", runs: false);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task In_a_service_that_does_not_run_nothing_can_be_run()
    {
        await _service.StopAsync(_studio);

        var refused = await Assert.ThrowsAsync<StudioException>(() => RunAsync("true"));

        Assert.Equal((422, "not-running"), (refused.Status, refused.Code));
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task The_audit_log_knows_who_ran_what_with_which_secret_and_neither_value_nor_arguments()
    {
        await ExecAsync(new(["sh", "-c", $"echo an-argument {Token}"], Given));

        var ran = Assert.Single(
            (await _studio.Audit.ListAsync(new() { Subject = _service.Name }, Stop)).Items,
            one => one.Action == "service.exec"
        );
        Assert.Equal(
            ("user", "ok", "sh with 2 arguments"),
            (ran.Actor.Kind is "token" ? "user" : ran.Actor.Kind, ran.Result, ran.Detail)
        );
        var read = Assert.Single(
            (await _studio.Audit.ListAsync(new() { Subject = _service.Stage.Keys }, Stop)).Items,
            one => one.Action == "secret.access"
        );
        Assert.Equal(("exec", "ok"), (read.Access, read.Result));
        Assert.Contains("TOKEN", read.Detail, StringComparison.Ordinal);
        var all = await _studio.Audit.ListAsync(new() { PageSize = 200 }, Stop);
        Assert.DoesNotContain(
            all.Items,
            one =>
                one.Detail is { } detail
                && (
                    detail.Contains(QuietService.Core, StringComparison.Ordinal)
                    || detail.Contains("an-argument", StringComparison.Ordinal)
                )
        );
    }

    Task<ExecResponse> RunAsync(
        string script,
        IReadOnlyDictionary<string, string>? secrets = null,
        int? timeoutSeconds = null
    ) => ExecAsync(new(["sh", "-c", script], secrets, timeoutSeconds));

    Task<ExecResponse> ExecAsync(ExecRequest request, CancellationToken? stop = null) =>
        _studio.Commands.ExecAsync(Project, _service.Name, request, stop ?? Stop);
}
