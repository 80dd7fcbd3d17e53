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
        await app.GivenServiceAsync("slow");
        FakeCommand command = new();
        command.Print("begun\n");
        app.Engine.OnRun = (_, _) => command;

        var done = await ExecAsync("slow", new(["sleep", "100"], TimeoutSeconds: 1));

        Assert.Equal(new ExecResponse(124, "begun\n", "", true, false), done);
        await command.Disposed.WaitAsync(Stop);
    }

    [Fact]
    public async Task Of_a_flood_the_beginning_is_kept()
    {
        await app.GivenServiceAsync("flood");
        app.Engine.OnRun = (_, _) => FakeCommand.Printing(new string('x', 3 << 20), "small");

        var done = await ExecAsync("flood", new(["yes"]));

        Assert.Equal((1 << 20, "small", true), (done.Stdout.Length, done.Stderr, done.Truncated));
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
        await socket.SendAsync("rubbish"u8.ToArray(), WebSocketMessageType.Text, true, Stop);
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
