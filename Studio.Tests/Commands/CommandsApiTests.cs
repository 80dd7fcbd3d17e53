using System.Net;
using System.Net.WebSockets;
using System.Text;
using Studio.Client.Audit;
using Studio.Client.Commands;
using Studio.Domain.Engine;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Commands;

public sealed class CommandsApiTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    const string Secret = "s3cret-value-0123456789";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_gets_secrets_for_itself_only_and_does_not_show_them()
    {
        await app.GivenKeysAsync("exec-keys", ("TOKEN", Secret), ("OTHER", "not-asked-for-123"));
        var container = await app.GivenServiceAsync("exec-one");
        CommandSpec? seen = null;
        app.Engine.OnRun = (on, command) =>
        {
            Assert.Same(container, on);
            seen = command;
            return FakeCommand.Printing(
                $"token {Secret}\n",
                $"and {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}\n",
                3
            );
        };

        var done = await ExecAsync(
            "exec-one",
            new(["show", "it"], new Dictionary<string, string> { ["API"] = "exec-keys/TOKEN" })
        );

        Assert.Equal(new ExecResponse(3, "token [redacted:TOKEN]\n", "and [redacted:TOKEN]=\n", false, false), done);
        Assert.Equal(["show", "it"], seen!.Command);
        var variable = Assert.Single(seen.Environment);
        Assert.Equal(("API", Secret), (variable.Name, variable.Value.Reveal()));
        // It may have printed it into the log, too.
        container.Output.Enqueue((DateTimeOffset.UnixEpoch, false, $"leaked {Secret} not-asked-for-123\n"));
        var logs = await app.Studio.Viewer.GetStringAsync($"{ServiceApp.Root}/exec-one/logs", Stop);
        Assert.Contains("leaked [redacted:TOKEN] [redacted:OTHER]", logs, StringComparison.Ordinal);
        var audit = await app.Studio.Admin.GetStringAsync("/api/v1/audit?pageSize=5", Stop);
        Assert.Contains("TOKEN of version 1, for a command in exec-one", audit, StringComparison.Ordinal);
        Assert.Contains("show with 1 arguments", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_whose_time_is_over_is_ended_and_what_it_printed_is_kept()
    {
        await app.GivenKeysAsync("slow-keys", ("TOKEN", Secret));
        await app.GivenServiceAsync("slow");
        FakeCommand command = new();
        command.Print("begun\n");
        // It may have been about to print the rest.
        command.Print("out s3cret-value");
        command.Print("err s3cret-value", isError: true);
        app.Engine.OnRun = (_, _) => command;

        var done = await ExecAsync("slow", new(["sleep", "100"], Given("slow-keys/TOKEN"), TimeoutSeconds: 1));

        Assert.Equal(new ExecResponse(124, "begun\nout [redacted:TOKEN]", "err [redacted:TOKEN]", true, false), done);
        await command.Disposed.WaitAsync(Stop);
    }

    [Theory]
    [InlineData(3 << 20, 5, 1 << 20, 5)]
    [InlineData(5, 3 << 20, 5, 1 << 20)]
    public async Task Of_a_flood_the_beginning_is_kept(int output, int error, int keptOutput, int keptError)
    {
        var service = $"flood-{output}";
        await app.GivenServiceAsync(service);
        app.Engine.OnRun = (_, _) => FakeCommand.Printing(new string('x', output), new string('y', error));

        var done = await ExecAsync(service, new(["yes"]));

        Assert.Equal((keptOutput, keptError, true), (done.Stdout.Length, done.Stderr.Length, done.Truncated));
    }

    [Fact]
    public async Task The_code_of_a_command_is_waited_for_when_the_engine_knows_it_late()
    {
        await app.GivenServiceAsync("late");
        var command = FakeCommand.Printing("done\n", code: 3);
        command.CodeIsLate = 2;
        app.Engine.OnRun = (_, _) => command;

        Assert.Equal(new ExecResponse(3, "done\n", "", false, false), await ExecAsync("late", new(["ls"])));
    }

    [Fact]
    public async Task A_secret_in_a_command_is_not_written_down_and_not_quoted()
    {
        await app.GivenKeysAsync("quoted-keys", ("TOKEN", Secret));
        await app.GivenServiceAsync("quoted");
        app.Engine.OnRun = (_, command) =>
            throw new EngineException(EngineFailure.NoSuchCommand, $"The image has no program '{command.Command[0]}'.");

        var answer = await app.Studio.Admin.PostJsonAsync(
            $"{ServiceApp.Root}/quoted/exec",
            new ExecRequest([$"/{Secret}"], Given("quoted-keys/TOKEN"))
        );

        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("no program '/[redacted:TOKEN]'", text, StringComparison.Ordinal);
        var ran = await app.Client.Audit.ListAsync(new() { Action = "service.exec", Subject = "quoted" }, Stop);
        Assert.Equal("/[redacted:TOKEN]", Assert.Single(ran.Items).Detail);
        var given = await app.Client.Audit.ListAsync(new() { Action = "secret.access", Subject = "quoted-keys" }, Stop);
        Assert.Equal("exec", Assert.Single(given.Items).Access);
    }

    [Fact]
    public async Task A_service_that_was_stopped_and_an_entry_that_was_removed_are_no_place_and_no_secret()
    {
        await app.GivenKeysAsync("gone-keys", ("TOKEN", Secret), ("OTHER", "another-value-9876543210"));
        await app.GivenServiceAsync("gone");
        app.Engine.OnRun = (_, _) => throw new InvalidOperationException("It was run.");
        await app.Client.SecretKeys.DeleteEntryAsync("default", "gone-keys", "TOKEN", stop: Stop);
        var removed = await app.Studio.Admin.PostJsonAsync(
            $"{ServiceApp.Root}/gone/exec",
            new ExecRequest(["ls"], Given("gone-keys/TOKEN"))
        );
        Assert.Contains("\"secretEnv.T\":", await removed.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        await app.Client.Services.StopAsync("default", "gone", new(), Stop);

        var answer = await app.Studio.Admin.PostJsonAsync($"{ServiceApp.Root}/gone/exec", new ExecRequest(["ls"]));
        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "not-running");
    }

    [Fact]
    public async Task What_was_given_and_cannot_be_opened_any_more_keeps_everything_from_running()
    {
        await app.GivenKeysAsync("lost-keys", ("TOKEN", Secret));
        await app.GivenServiceAsync("unredactable");
        app.Engine.OnRun = (_, _) => FakeCommand.Printing("done");
        await ExecAsync("unredactable", new(["ls"], Given("lost-keys/TOKEN")));
        await app.LoseKeysAsync("lost-keys");

        var answer = await app.Studio.Admin.PostJsonAsync(
            $"{ServiceApp.Root}/unredactable/exec",
            new ExecRequest(["ls"])
        );

        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "unredactable");
    }

    [Fact]
    public async Task A_command_has_bounds()
    {
        await app.GivenKeysAsync("bound-keys", ("TOKEN", Secret));
        await app.GivenServiceAsync("bounds");
        app.Engine.OnRun = (_, _) => throw new InvalidOperationException("It was run.");
        foreach (
            var (request, field) in (IEnumerable<(ExecRequest, string)>)
                [
                    (new([.. Enumerable.Repeat("a", 1025)]), "command"),
                    (new(["echo", new string('x', 128 * 1024)]), "command"),
                    (new(["ls"], TimeoutSeconds: 3601), "timeoutSeconds"),
                    (
                        new(["ls"], Enumerable.Range(0, 101).ToDictionary(one => $"T{one}", _ => "bound-keys/TOKEN")),
                        "secretEnv"
                    ),
                ]
        )
        {
            var answer = await app.Studio.Admin.PostJsonAsync($"{ServiceApp.Root}/bounds/exec", request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains($"\"{field}\":", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_said_so()
    {
        await app.GivenServiceAsync("lacking");
        app.Engine.OnRun = (_, command) =>
            throw new EngineException(EngineFailure.NoSuchCommand, $"The image has no program '{command.Command[0]}'.");

        var answer = await app.Studio.Admin.PostJsonAsync($"{ServiceApp.Root}/lacking/exec", new ExecRequest(["nope"]));

        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "no-such-command");
        answer = await app.Studio.Admin.PostJsonAsync(
            $"{ServiceApp.Root}/lacking/terminals",
            new OpenTerminalRequest()
        );
        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "no-shell");
    }

    [Theory]
    [InlineData("""{"command":[]}""", "command")]
    [InlineData("""{"command":[""]}""", "command")]
    [InlineData("""{"command":["a\u0000b"]}""", "command")]
    [InlineData("""{"command":["ls"],"timeoutSeconds":0}""", "timeoutSeconds")]
    [InlineData("""{"command":["ls"],"secretEnv":{"A":"nothing/TOKEN"}}""", "secretEnv.A")]
    [InlineData("""{"command":["ls"],"secretEnv":{"A":"TOKEN"}}""", "secretEnv.A")]
    [InlineData("""{"command":["ls"],"secretEnv":{"A":null}}""", "secretEnv.A")]
    [InlineData("""{"command":["ls"],"secretEnv":{"LD_PRELOAD":"a/B"}}""", "secretEnv")]
    [InlineData("""{"command":["ls"],"secretEnv":{"A=s3cret":"a/B"}}""", "secretEnv")]
    public async Task A_wrong_request_runs_nothing_and_is_not_quoted(string body, string field)
    {
        if (app.Engine.Containers.All(container => !container.Spec.Name.Contains("wrong", StringComparison.Ordinal)))
            await app.GivenServiceAsync("wrong");
        app.Engine.OnRun = (_, _) => throw new InvalidOperationException("It was run.");

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await app.Studio.Admin.PostAsync($"{ServiceApp.Root}/wrong/exec", content, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains($"\"{field}\":", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec", """{"command":["ls"]}""")]
    [InlineData("terminals", "{}")]
    public async Task A_viewer_runs_nothing(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await app.Studio.Viewer.PostAsync($"{ServiceApp.Root}/any/{path}", content, Stop);
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task A_terminal_shows_what_is_typed_and_no_secret_and_ends_with_its_window()
    {
        await app.GivenKeysAsync("term-keys", ("TOKEN", Secret));
        await app.GivenServiceAsync("term");
        FakeCommand shell = new();
        List<string> tried = [];
        app.Engine.OnRun = (_, command) =>
        {
            tried.Add(command.Command[0]);
            Assert.Equal(new TerminalSize(100, 30), command.Terminal);
            return command.Command[0] == "bash" ? throw new EngineException(EngineFailure.NoSuchCommand, "no") : shell;
        };
        var opened = await app.Client.Commands.OpenTerminalAsync(
            "default",
            "term",
            new(new Dictionary<string, string> { ["T"] = "term-keys/TOKEN" }, 100, 30),
            Stop
        );
        Assert.Equal("sh", opened.Shell);
        Assert.Equal(["bash", "sh"], tried);

        using var socket = await ConnectAsync($"{ServiceApp.Root}/term/terminals/{opened.Id}");
        await socket.SendAsync("ls\n"u8.ToArray(), WebSocketMessageType.Binary, true, Stop);
        await socket.SendAsync("""{"columns":90,"rows":20}"""u8.ToArray(), WebSocketMessageType.Text, true, Stop);
        foreach (
            var none in (string[])["rubbish", "null", """{"columns":0,"rows":20}""", """{"columns":90,"rows":1001}"""]
        )
            await socket.SendAsync(Encoding.UTF8.GetBytes(none), WebSocketMessageType.Text, true, Stop);
        shell.Print("$ s3cret-val");
        shell.Print("ue-0123456789 end");
        var shown = "";
        while (!shown.EndsWith("end", StringComparison.Ordinal))
        {
            var (part, type) = await ReceiveAsync(socket);
            Assert.Equal(WebSocketMessageType.Binary, type);
            shown += part;
        }

        Assert.Equal("$ [redacted:TOKEN] end", shown);
        // Both directions go on their own.
        while (shell.Sizes.Count == 0)
            await Task.Delay(5, Stop);
        Assert.Equal("ls\n", $"{shell.Typed}");
        Assert.Equal([new TerminalSize(90, 20)], shell.Sizes);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        await shell.Disposed.WaitAsync(Stop);
        var again = await Assert.ThrowsAnyAsync<Exception>(() =>
            ConnectAsync($"{ServiceApp.Root}/term/terminals/{opened.Id}")
        );
        Assert.Contains("404", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_pasted_arrives_whole_however_long_it_is()
    {
        await app.GivenServiceAsync("pasted");
        FakeCommand shell = new();
        app.Engine.OnRun = (_, _) => shell;
        var opened = await app.Client.Commands.OpenTerminalAsync("default", "pasted", new(), Stop);
        using var socket = await ConnectAsync($"{ServiceApp.Root}/pasted/terminals/{opened.Id}");
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number} "));

        foreach (var part in Encoding.UTF8.GetBytes(text).Chunk(10_000))
            await socket.SendAsync(part, WebSocketMessageType.Binary, endOfMessage: false, Stop);
        await socket.SendAsync(new byte[] { (byte)'.' }, WebSocketMessageType.Binary, endOfMessage: true, Stop);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);

        await shell.Disposed.WaitAsync(Stop);
        Assert.Equal($"{text}.", $"{shell.Typed}");
    }

    [Fact]
    public async Task A_shell_that_ends_says_so()
    {
        await app.GivenServiceAsync("ending");
        FakeCommand shell = new();
        app.Engine.OnRun = (_, _) => shell;
        var opened = await app.Client.Commands.OpenTerminalAsync("default", "ending", new(), Stop);
        using var socket = await ConnectAsync($"{ServiceApp.Root}/ending/terminals/{opened.Id}");

        shell.Print("bye s3c");
        shell.End(7);

        Assert.Equal("bye s3c", (await ReceiveAsync(socket)).Text);
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(socket)).Type);
        Assert.Equal("The shell ended with 7.", socket.CloseStatusDescription);
        await shell.Disposed.WaitAsync(Stop);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        Assert.Matches(@"^term-\S+ after \d+ s$", await EndOfTerminalAsync("ending"));
    }

    static Dictionary<string, string> Given(string entry) => new() { ["T"] = entry };

    /// <summary>What the audit log says of it.</summary>
    async Task<string> EndOfTerminalAsync(string service)
    {
        while (true)
        {
            var ended = new AuditQuery { Action = "service.terminal.ended", Subject = service };
            if ((await app.Client.Audit.ListAsync(ended, Stop)).Items is [{ Detail: { } detail }])
                return detail;
        }
    }

    async Task<ExecResponse> ExecAsync(string service, ExecRequest request) =>
        await app.Client.Commands.ExecAsync("default", service, request, Stop);

    Task<WebSocket> ConnectAsync(string path)
    {
        var client = app.Studio.Server.CreateWebSocketClient();
        client.ConfigureRequest = request =>
            request.Headers.Authorization = $"{app.Studio.Admin.DefaultRequestHeaders.Authorization}";
        return client.ConnectAsync(new Uri(app.Studio.Server.BaseAddress, path), Stop);
    }

    static async Task<(string Text, WebSocketMessageType Type)> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var read = await socket.ReceiveAsync(buffer, Stop);
        return (Encoding.UTF8.GetString(buffer, 0, read.Count), read.MessageType);
    }
}
