using System.Net;
using System.Text.RegularExpressions;
using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Commands;

/// <summary>Shells in a container that somebody types into.</summary>
public sealed partial class TerminalTests(StudioFixture fixture) : IClassFixture<StudioFixture>, IAsyncLifetime
{
    const int TwoMinutes = 120_000;
    const string Project = StudioServer.Project;
    const string Redacted = QuietService.Redacted;
    const string Prompt = "# ";

    readonly EngineFixture _engine = fixture.Engine;
    readonly StudioServer _server = fixture.Server;
    readonly StudioClient _studio = fixture.Server.Admin;
    QuietService _service = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Dictionary<string, string> Given => new() { ["TOKEN"] = $"{_service.Stage.Keys}/TOKEN" };

    public async ValueTask InitializeAsync() =>
        _service = await QuietService.LaunchAsync(_engine, _studio, isBound: false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact(Timeout = TwoMinutes)]
    public async Task There_is_a_prompt_and_each_key_is_shown_without_waiting_for_the_next()
    {
        // Its first letters are those of a secret: these, too, are not held back.
        await using var window = await OpenAsync(new(Given));
        await window.UntilAsync(Prompt);

        foreach (var key in (string[])["e", "c", "h", "o", " ", "q", "/", "7"])
        {
            var before = window.Shown;
            await window.TypeAsync(key);
            await window.UntilAsync(shown =>
                shown.Length > before.Length && shown.EndsWith(key, StringComparison.Ordinal)
            );
        }
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task It_has_the_size_of_its_window_and_learns_of_another_one()
    {
        await using var window = await OpenAsync(new(Columns: 100, Rows: 30));
        await window.UntilAsync(Prompt);
        await window.TypeAsync("stty size\r");
        await window.UntilAsync("\n30 100\r\n");

        await window.ResizeAsync(columns: 132, rows: 43);
        await window.TypeAsync("stty size\r");

        await window.UntilAsync("\n43 132\r\n");
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task Control_C_ends_what_runs_and_not_the_shell()
    {
        await using var window = await OpenAsync();
        await window.TypeAsync("sleep 36021\r");
        await _service.UntilRunsAsync("sleep 36021");

        await window.TypeAsync("\x03");
        await window.TypeAsync("echo back $((1 + 1))\r");

        await window.UntilAsync("\nback 2\r\n");
        await _service.UntilRunsAsync("sleep 36021", runs: false);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_secret_that_it_was_given_is_not_shown_in_any_form()
    {
        await using var window = await OpenAsync(new(Given, Columns: 200));
        await window.UntilAsync(Prompt);

        await ShowsAsync(window, "echo raw: \"$TOKEN\"", $"raw: {Redacted}");
        await ShowsAsync(window, "echo base64: $(printf %s \"$TOKEN\" | busybox base64 -w 0)", $"base64: {Redacted}");
        await ShowsAsync(
            window,
            $"printf 'coloured: \\033[1m%s\\033[31m%s\\033[0m\\n' \"{QuietService.HeadInShell}\" \"{QuietService.CoreInShell}\"",
            $"coloured: \e[1m{Redacted}\e[0m"
        );
        await ShowsAsync(
            window,
            $"printf 'split: %s' \"{QuietService.HeadInShell}\"; sleep 0.5; printf '%s\\n' \"{QuietService.CoreInShell}\"",
            $"split: {Redacted}"
        );
        // Typed by hand, or pasted, it is no more shown.
        await ShowsAsync(window, $"printf '%s\\n' '{QuietService.Token}' | wc -c", "25");
        Assert.DoesNotContain(QuietService.Core, window.Shown, StringComparison.Ordinal);
    }

    /// <summary>A command of somebody else is given one while the terminal is open, and leaves it where the terminal finds it.</summary>
    [Fact(Timeout = TwoMinutes)]
    public async Task Nor_is_one_that_something_else_in_the_container_was_given_meanwhile()
    {
        await using var window = await OpenAsync();
        await window.UntilAsync(Prompt);
        await _studio.Commands.ExecAsync(
            Project,
            _service.Name,
            new(["sh", "-c", "printf '%s\\n' \"$TOKEN\" > /tmp/token"], Given),
            Stop
        );

        await ShowsAsync(window, "cat /tmp/token", Redacted);

        Assert.DoesNotContain(QuietService.Core, window.Shown, StringComparison.Ordinal);
    }

    [Theory(Timeout = TwoMinutes)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_shell_and_what_it_started_end_with_the_window(bool saysGoodbye)
    {
        await using var window = await OpenAsync();
        await window.TypeAsync("sleep 36022 & busybox setsid sleep 36023 & busybox nohup sleep 36024 &\r");
        await window.TypeAsync("sleep 36025\r");
        await _service.UntilRunsAsync("sleep 36025");

        if (saysGoodbye)
            await window.CloseAsync();
        else
            window.Abort();

        await _service.UntilRunsAsync("sleep 3602", runs: false);
        // The container's own shell has arguments.
        Assert.DoesNotContain("sh", await _service.ProcessesAsync());
        Assert.EndsWith("its window was closed", await AuditedEndAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_window_that_nobody_looks_into_does_not_keep_its_shell_from_ending()
    {
        var terminal = await _studio.Commands.OpenTerminalAsync(Project, _service.Name, new(), Stop);
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {_server.Token.Reveal()}");
        await socket.ConnectAsync(TerminalWindow.AddressOf(_server, _service, terminal.Id), Stop);
        await socket.SendAsync("yes\r"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Binary, true, Stop);
        await _service.UntilRunsAsync("yes");
        await _service.SayAsync("sleep 2");

        socket.Abort();

        await _service.UntilRunsAsync("yes", runs: false);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_shell_that_ends_by_itself_says_with_what()
    {
        await using var window = await OpenAsync();

        await window.TypeAsync("exit 7\r");

        Assert.Equal("The shell ended with 7.", await window.EndAsync());
        Assert.Matches(@"^term-\S+ after \d+ s$", await AuditedEndAsync());
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task It_is_shown_in_one_window_only_and_to_nobody_else()
    {
        var terminal = await _studio.Commands.OpenTerminalAsync(Project, _service.Name, new(), Stop);
        var address = TerminalWindow.AddressOf(_server, _service, terminal.Id);
        var other = new LoginRequest("ben@example.com", new(StudioServer.Password));
        await _studio.Users.CreateAsync(new(other.Email, other.Password, "administrator"), Stop);
        var token = (await _server.Anonymous.Session.LogInAsync(other, Stop)).Token;

        Assert.Equal(HttpStatusCode.NotFound, await TerminalWindow.AnswerAsync(address, Bearer(token)));
        Assert.Equal(HttpStatusCode.Unauthorized, await TerminalWindow.AnswerAsync(address));
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader(Bearer(_server.Token).Name, Bearer(_server.Token).Value);
        await socket.ConnectAsync(address, Stop);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await TerminalWindow.AnswerAsync(address, Bearer(_server.Token))
        );
    }

    /// <summary>A page that a container publishes is of the same site as Studio, so that browsers send the cookie along.</summary>
    [Fact(Timeout = TwoMinutes)]
    public async Task By_cookie_only_a_page_of_Studio_itself_gets_a_WebSocket()
    {
        var cookie = ("Cookie", await SignInAsync());
        var terminal = await _studio.Commands.OpenTerminalAsync(Project, _service.Name, new(), Stop);
        Uri[] addresses =
        [
            TerminalWindow.AddressOf(_server, _service, terminal.Id),
            TerminalWindow.Address(_server, "/_blazor"),
        ];
        foreach (var address in addresses)
        {
            foreach (var origin in (string[])["http://127.0.0.1:1", "https://evil.example", "null", OwnOrigin + "0"])
            {
                Assert.Equal(
                    HttpStatusCode.Forbidden,
                    await TerminalWindow.AnswerAsync(address, cookie, ("Origin", origin))
                );
            }

            Assert.Equal(HttpStatusCode.Forbidden, await TerminalWindow.AnswerAsync(address, cookie));
        }

        // Else nothing would be proved: the cookie is a good one.
        foreach (var address in addresses)
        {
            Assert.Equal(
                HttpStatusCode.SwitchingProtocols,
                await TerminalWindow.AnswerAsync(address, cookie, ("Origin", OwnOrigin))
            );
        }
    }

    string OwnOrigin => _server.Address.GetLeftPart(UriPartial.Authority);

    static (string Name, string Value) Bearer(SecretValue token) => ("Authorization", $"Bearer {token.Reveal()}");

    Task<TerminalWindow> OpenAsync(Client.Commands.OpenTerminalRequest? request = null) =>
        TerminalWindow.OpenAsync(_server, _service, request);

    /// <summary>Types a line; and the next line that is shown is this.</summary>
    static async Task ShowsAsync(TerminalWindow window, string line, string expected)
    {
        var before = window.Shown.Length;
        await window.TypeAsync($"{line}\r");
        await window.UntilAsync(shown =>
            shown.Length > before && shown[before..].Contains($"\n{expected}\r\n", StringComparison.Ordinal)
        );
    }

    /// <summary>What the audit log says of the end of the terminal.</summary>
    async Task<string> AuditedEndAsync()
    {
        while (true)
        {
            var entries = await _studio.Audit.ListAsync(
                new() { Action = "service.terminal.ended", Subject = _service.Name },
                Stop
            );
            if (entries.Items is [var entry, ..])
                return entry.Detail!;
        }
    }

    /// <returns>The cookie of a session.</returns>
    async Task<string> SignInAsync()
    {
        using SocketsHttpHandler handler = new() { UseCookies = true, CookieContainer = new() };
        using HttpClient http = new(handler) { BaseAddress = _server.Address };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        var page = await http.GetStringAsync(new Uri("/login", UriKind.Relative), Stop);
        using FormUrlEncodedContent form = new(
            new Dictionary<string, string>
            {
                ["email"] = StudioServer.AdminEmail,
                ["password"] = StudioServer.Password,
                ["returnUrl"] = "/",
                ["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value,
            }
        );
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/account/login", UriKind.Relative))
        {
            Content = form,
            Headers = { { "Origin", OwnOrigin } },
        };
        using var answer = await http.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
        return handler.CookieContainer.GetCookieHeader(_server.Address);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex FormToken();
}
