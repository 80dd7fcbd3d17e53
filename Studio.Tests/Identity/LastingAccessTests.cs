using System.Net.Http.Headers;
using System.Net.WebSockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Studio.Client;
using Studio.Client.Identity;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Storage;
using Studio.Identity;
using Studio.Tests.Components;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

/// <summary>What lasts ends when whoever began it may not have it any more.</summary>
public sealed class LastingAccessTests : IAsyncLifetime
{
    const int HalfAMinute = 30_000;

    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly FakeEngine _engine = new();
    readonly ManualTime _time = new();
    readonly StudioApp _studio;

    public LastingAccessTests()
    {
        _engine.Registry[ServiceApp.Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        _studio = new StudioApp
        {
            Configure = services =>
                services
                    .RemoveAll<LaunchOptions>()
                    .AddSingleton(new LaunchOptions(TimeSpan.Zero))
                    .AddSingleton<IContainerEngine>(_engine)
                    .AddSingleton(provider => new LastingAccess(
                        provider.GetRequiredService<IdentifyActor>(),
                        _time,
                        NullLogger<LastingAccess>.Instance
                    )),
        };
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    StudioClient Client => new(_studio.Admin, _studio.Admin.BaseAddress!);

    public ValueTask InitializeAsync() => _studio.InitializeAsync();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact(Timeout = HalfAMinute)]
    public async Task A_followed_log_ends_with_its_token_and_says_so()
    {
        var container = await LaunchAsync();
        container.Output.Enqueue((Noon, false, "first\n"));
        var (client, token) = await GivenTokenAsync();
        await using var lines = client.Api.Logs.FollowAsync("default", "web", stop: Stop).GetAsyncEnumerator(Stop);
        Assert.True(await lines.MoveNextAsync());

        await PassAMinuteAsync();
        container.Output.Enqueue((Noon, false, "second\n"));
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("second", lines.Current.Text);

        await Client.Tokens.DeleteAsync(token.Id, Stop);
        await PassAMinuteAsync();

        Assert.True(await lines.MoveNextAsync());
        Assert.Equal(("studio", "You may not see this log any more."), (lines.Current.Stream, lines.Current.Text));
        Assert.False(await lines.MoveNextAsync());
        await UntilNothingIsAskedAsync();
    }

    [Fact(Timeout = HalfAMinute)]
    public async Task About_what_has_ended_by_itself_nobody_is_asked()
    {
        var container = await LaunchAsync();
        container.Output.Enqueue((Noon, false, "first\n"));
        var (client, _) = await GivenTokenAsync();

        await foreach (var line in client.Api.Logs.ReadAsync("default", "web", stop: Stop))
            Assert.Equal("first", line.Text);

        await UntilNothingIsAskedAsync();
    }

    [Fact(Timeout = HalfAMinute)]
    public async Task A_database_that_is_busy_for_a_moment_ends_nothing()
    {
        var container = await LaunchAsync();
        container.Output.Enqueue((Noon, false, "first\n"));
        var (client, token) = await GivenTokenAsync();
        await using var lines = client.Api.Logs.FollowAsync("default", "web", stop: Stop).GetAsyncEnumerator(Stop);
        Assert.True(await lines.MoveNextAsync());

        await ExecuteAsync("ALTER TABLE ApiTokens RENAME TO Elsewhere");
        await PassAMinuteAsync();
        await ExecuteAsync("ALTER TABLE Elsewhere RENAME TO ApiTokens");
        container.Output.Enqueue((Noon, false, "second\n"));
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("second", lines.Current.Text);

        // And it is still asked.
        await Client.Tokens.DeleteAsync(token.Id, Stop);
        await PassAMinuteAsync();
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("studio", lines.Current.Stream);
    }

    [Fact(Timeout = HalfAMinute)]
    public async Task Followed_usage_ends_with_its_token()
    {
        _engine.OnStart = started =>
            started.Usage = () => new ContainerUsage(TimeProvider.System.GetUtcNow(), 1, 1, 1, 1, 1, 1, 1, 1);
        await LaunchAsync();

        await AssertEndsWithItsTokenAsync($"{ServiceApp.Root}/web/stats?stream=true");
    }

    [Fact(Timeout = HalfAMinute)]
    public async Task A_followed_launch_ends_with_its_token()
    {
        TaskCompletionSource goOn = new();
        _engine.OnCreate = _ => goOn.Task;
        await Client.Services.CreateAsync("default", new() { Name = "web", Image = ServiceApp.Image }, Stop);
        var launch = await Client.Services.LaunchAsync("default", "web", new(), Stop);

        await AssertEndsWithItsTokenAsync($"/api/v1/launches/{launch.LaunchId}/events");

        Assert.Equal("running", (await Client.Launches.GetAsync(launch.LaunchId, Stop)).State);
        goOn.SetResult();
    }

    [Fact(Timeout = HalfAMinute)]
    public async Task A_terminal_ends_with_its_token_and_its_process_too()
    {
        await LaunchAsync();
        FakeCommand shell = new();
        _engine.OnRun = (_, _) => shell;
        var (client, token) = await GivenTokenAsync();
        var opened = await client.Api.Commands.OpenTerminalAsync("default", "web", new(), Stop);
        var sockets = _studio.Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request =>
            request.Headers.Authorization = $"{client.Http.DefaultRequestHeaders.Authorization}";
        using var socket = await sockets.ConnectAsync(
            new Uri(_studio.Server.BaseAddress, $"{ServiceApp.Root}/web/terminals/{opened.Id}"),
            Stop
        );

        await Client.Tokens.DeleteAsync(token.Id, Stop);
        await PassAMinuteAsync();

        var read = await socket.ReceiveAsync(new byte[1024], Stop);
        Assert.Equal(WebSocketMessageType.Close, read.MessageType);
        Assert.Equal("Ended: you may not use it any more.", socket.CloseStatusDescription);
        await shell.Disposed.WaitAsync(Stop);
    }

    /// <summary>An answer of lines begins, and is over when its token is.</summary>
    async Task AssertEndsWithItsTokenAsync(string address)
    {
        var (client, token) = await GivenTokenAsync();
        using var answer = await client.Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Stop);
        answer.EnsureSuccessStatusCode();
        using var body = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.NotEmpty((await body.ReadLineAsync(Stop))!);

        await Client.Tokens.DeleteAsync(token.Id, Stop);
        await PassAMinuteAsync();

        while (await body.ReadLineAsync(Stop) is not null) { }
        await UntilNothingIsAskedAsync();
    }

    /// <summary>The next time that it is asked.</summary>
    async Task PassAMinuteAsync()
    {
        while (_time.ActiveTimers != 1)
            await Task.Delay(5, Stop);
        _time.Advance(Minute);
        // Asking takes a moment.
        await Task.Delay(100, Stop);
    }

    async Task UntilNothingIsAskedAsync()
    {
        while (_time.ActiveTimers > 0)
            await Task.Delay(5, Stop);
    }

    async Task ExecuteAsync(string statement)
    {
        await using var database = _studio.Services.GetRequiredService<StudioDatabases>().CreateDbContext();
        await database.Database.ExecuteSqlRawAsync(statement, Stop);
    }

    async Task<((StudioClient Api, HttpClient Http), CreatedTokenResponse)> GivenTokenAsync()
    {
        var token = await Client.Tokens.CreateAsync(new("one"), Stop);
        var http = _studio.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token.Reveal());
        return ((new StudioClient(http, http.BaseAddress!), http), token);
    }

    async Task<FakeContainer> LaunchAsync()
    {
        await Client.Services.CreateAsync("default", new() { Name = "web", Image = ServiceApp.Image }, Stop);
        var launch = await Client.Services.LaunchAsync("default", "web", new(), Stop);
        while ((await Client.Launches.GetAsync(launch.LaunchId, Stop)).State != "live")
            await Task.Delay(10, Stop);
        return _engine.Containers.Single();
    }
}
