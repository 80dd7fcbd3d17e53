using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Logs;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;
using Studio.Domain.Storage;
using Studio.Tests.Engine;

namespace Studio.Tests.Logs;

/// <summary>Leafing through what a service's container has printed.</summary>
public sealed class OpenServiceLogsTests(ServiceApp app) : IClassFixture<ServiceApp>, IAsyncLifetime
{
    const string Secret = "s3cret-value-0123456789";

    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    readonly Actor _vic = new() { Name = "vic@example.com", Permissions = Roles.Permissions(Role.Viewer) };
    ProjectId _project;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var databases = app.Studio.Services.GetRequiredService<IDbContextFactory<StudioDbContext>>();
        await using var database = await databases.CreateDbContextAsync(Stop);
        _project = (await database.Projects.SingleAsync(row => row.Name == Project.DefaultName, Stop)).Id;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_part_of_a_log_is_redacted_as_in_the_whole()
    {
        var container = await GivenAsync("leafed");
        Print(container, 0, "first\n");
        // Too short to be hidden unless it is known how it goes on.
        Print(container, 1, "at s3cret\n");
        Print(container, 2, "-value-0123456789 and on\n");
        Print(container, 3, "an error\n", isError: true);
        Print(container, 4, "ends in s3cret-value\n");
        using var book = await OpenAsync("leafed");

        Assert.False(book.IsWhole);
        Assert.Equal(["1 at [redacted:API_KEY]"], Read(book, 1, 1));
        Assert.Equal(["2 [redacted:API_KEY] and on", "3 an error"], Read(book, 2, 2));
        // What comes next is not printed yet.
        Assert.Equal(["3 an error", "4 ends in [redacted:API_KEY]"], Read(book, 3, 10));
        Assert.Empty(Read(book, 5, 10));
        Assert.Equal([1, 2, 4], book.Search(new LineFilter("redacted"), 0).SelectMany(portion => portion.Found));
    }

    [Fact]
    public async Task Lines_are_in_order_when_one_stream_has_to_wait()
    {
        var container = await GivenAsync("waiting");
        Print(container, 0, "ends in s3cret\n");
        Print(container, 1, "error\n", isError: true);
        Print(container, 2, "something else\n");
        using var book = await OpenAsync("waiting");

        Assert.Equal(["0 ends in s3cret", "1 error", "2 something else"], Read(book, 0, 10));
    }

    [Fact]
    public async Task What_a_command_is_given_is_hidden_from_the_next_look_on()
    {
        var container = await GivenAsync("looked-at");
        await app.GivenKeysAsync("for-a-command", ("TOKEN", "another-value-9876543210"));
        Print(container, 0, "before\n");
        using var book = await OpenAsync("looked-at");
        await GiveAsync("looked-at", "for-a-command/TOKEN");
        Print(container, 1, $"printed another-value-9876543210 {Secret}\n");

        await LookAsync(book, lines: 2);
        Assert.Equal(["1 printed [redacted:TOKEN] [redacted:API_KEY]"], Read(book, 1, 1));

        // What cannot be opened any more cannot be hidden either.
        await GiveAsync("looked-at", "for-a-command/TOKEN");
        await app.LoseKeysAsync("for-a-command");
        Assert.Equal("unredactable", (await book.RefreshAsync(_vic, Stop))?.Code);
        Assert.Equal("unredactable", (await TryOpenAsync(_vic, "looked-at")).Problem?.Code);
    }

    [Fact]
    public async Task Whoever_may_not_look_any_more_is_refused_at_the_next_look()
    {
        await GivenAsync("guarded");
        using var book = await OpenAsync("guarded");

        Assert.Null(await book.RefreshAsync(_vic, Stop));
        Assert.IsType<Denied>(await book.RefreshAsync(Actor.Anonymous, Stop));
        Assert.IsType<Denied>(await book.RefreshAsync(_vic with { Project = ProjectId.New() }, Stop));
        Assert.IsType<Denied>((await TryOpenAsync(Actor.Anonymous, "guarded")).Problem);
    }

    [Fact]
    public async Task The_container_of_an_earlier_launch_is_read_when_it_is_asked_for()
    {
        var old = await GivenAsync("twice");
        Print(old, 0, "old\n");
        var first = await LaunchOfAsync("twice");
        // It stays there as long as its successor has not taken its place.
        app.Engine.OnRemove = container =>
        {
            if (container == old)
                throw new EngineException(EngineFailure.Conflict, "It is busy.");
        };
        var now = await app.LaunchAsync("twice");
        Print(now, 0, "new\n");

        using var live = await OpenAsync("twice");
        Assert.Equal(["0 new"], Read(live, 0, 1));
        app.Engine.OnRemove = _ => { };
        using var earlier = (await TryOpenAsync(_vic, "twice", first)).Value;
        Assert.Equal(["0 old"], Read(earlier, 0, 1));
        await GivenAsync("another");
        Assert.IsType<Missing>((await TryOpenAsync(_vic, "another", first)).Problem);
    }

    [Fact]
    public async Task An_engine_that_is_away_is_said_so()
    {
        await GivenAsync("away");
        app.Engine.Down = FakeEngine.Unavailable;
        try
        {
            Assert.IsType<EngineUnavailable>((await TryOpenAsync(_vic, "away")).Problem);
        }
        finally
        {
            app.Engine.Down = null;
        }
    }

    async Task<FakeContainer> GivenAsync(string name)
    {
        await app.GivenKeysAsync(name, ("API_KEY", Secret));
        return await app.GivenServiceAsync(name, withKeys: true);
    }

    async Task GiveAsync(string service, string entry)
    {
        app.Engine.OnRun = (_, _) => FakeCommand.Printing("done");
        await app.Client.Commands.ExecAsync(
            "default",
            service,
            new(["ls"], new Dictionary<string, string> { ["T"] = entry }),
            Stop
        );
    }

    async Task<LaunchId> LaunchOfAsync(string service)
    {
        var found = await app.Client.Services.GetAsync("default", service, Stop);
        return WireId.Parse<LaunchId>(found.State.LaunchId!);
    }

    async Task LookAsync(LogBook book, int lines)
    {
        for (var look = 0; look < 1000 && book.Count < lines; look++)
        {
            Assert.Null(await book.RefreshAsync(_vic, Stop));
            await Task.Delay(5, Stop);
        }
    }

    async Task<LogBook> OpenAsync(string service) => (await TryOpenAsync(_vic, service)).Value;

    Task<Result<LogBook>> TryOpenAsync(Actor actor, string service, LaunchId? instance = null) =>
        app.Studio.Services.GetRequiredService<OpenServiceLogs>().RunAsync(actor, _project, service, instance, Stop);

    static IEnumerable<string> Read(LogBook book, int first, int count) =>
        book.Read(first, count).Select(line => $"{line.Number} {line.Text}");

    static void Print(FakeContainer container, int second, string text, bool isError = false) =>
        container.Output.Enqueue((Noon.AddSeconds(second), isError, text));
}
