using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Studio.Client.Audit;
using Studio.Domain.Audit;
using Studio.Domain.Commands;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;
using Studio.Domain.Storage;
using Studio.Tests.Components;
using Studio.Tests.Engine;

namespace Studio.Tests.Commands;

/// <summary>Who may read a terminal, when it ends by itself, and what it shows.</summary>
public sealed class TerminalsTests : IClassFixture<ServiceApp>, IAsyncLifetime
{
    const string Secret = "s3cret-value-0123456789";

    static readonly Dictionary<string, string> _noSecrets = [];

    readonly ServiceApp _app;
    readonly ManualTime _time = new();
    readonly Terminals _terminals;
    readonly OpenTerminal _open;
    readonly AttachTerminal _attach;
    readonly FakeCommand _shell = new();
    readonly Actor _ann = new()
    {
        Name = "ann@example.com",
        User = UserId.New(),
        Permissions = Roles.Permissions(Role.Administrator),
    };
    ProjectId _project;

    public TerminalsTests(ServiceApp app)
    {
        _app = app;
        _terminals = TerminalsOn(Get<IDbContextFactory<StudioDbContext>>());
        _open = new(Get<CommandTargets>(), app.Engine, _terminals, Get<InstanceValues>(), Get<AuditTrail>(), _time);
        _attach = new(_terminals, Get<AuditTrail>());
        app.Engine.OnRun = (_, _) => _shell;
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var database = await Get<IDbContextFactory<StudioDbContext>>().CreateDbContextAsync(Stop);
        _project = (await database.Projects.SingleAsync(row => row.Name == Project.DefaultName, Stop)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _terminals.StopAsync(CancellationToken.None);
        _terminals.Dispose();
    }

    [Fact]
    public async Task Only_who_has_opened_a_terminal_reads_it_and_only_once()
    {
        var terminal = await OpenAsync("owned");
        var bob = _ann with { User = UserId.New() };
        var demoted = _ann with { Permissions = Roles.Permissions(Role.Viewer) };

        Assert.IsType<Missing>(await ProblemAsync(bob, _project, terminal.Id));
        Assert.IsType<Missing>(await ProblemAsync(_ann, ProjectId.New(), terminal.Id));
        Assert.IsType<Missing>(await ProblemAsync(_ann, _project, TerminalId.New()));
        Assert.IsType<Denied>(await ProblemAsync(demoted, _project, terminal.Id));
        Assert.Same(terminal, (await _attach.RunAsync(_ann, _project, terminal.Id, Stop)).Value);
        Assert.Equal("attached", Assert.IsType<Refused>(await ProblemAsync(_ann, _project, terminal.Id)).Code);
    }

    [Fact]
    public async Task A_terminal_that_nobody_comes_to_read_is_ended_and_one_that_is_read_is_not()
    {
        await StartAsync();
        var read = await OpenAsync("awaited");
        await _attach.RunAsync(_ann, _project, read.Id, Stop);
        FakeCommand other = new();
        _app.Engine.OnRun = (_, _) => other;
        Assert.True((await _open.RunAsync(_ann, _project, "awaited", _noSecrets, new(80, 24), Stop)).Succeeded);

        _time.Advance(Terminals.AttachLimit);
        Assert.False(other.Disposed.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));

        await other.Disposed.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.False(_shell.Disposed.IsCompleted);
        Assert.Same(read, _terminals.Find(read.Id));
    }

    [Fact]
    public async Task A_terminal_into_which_nobody_types_is_ended_and_the_audit_log_says_why()
    {
        await StartAsync();
        var terminal = await OpenAsync("idle");
        await _attach.RunAsync(_ann, _project, terminal.Id, Stop);
        var shown = ReadAsync(terminal);

        _time.Advance(TimeSpan.FromMinutes(29));
        await terminal.WriteAsync("ls\n"u8.ToArray(), Stop);
        _time.Advance(TimeSpan.FromMinutes(29));
        _shell.Print("still there");
        await UntilAsync(() => Shown.EndsWith("there", StringComparison.Ordinal));
        Assert.Null(terminal.Reason);
        _time.Advance(TimeSpan.FromMinutes(2));

        await shown.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.Equal("nobody has typed for 30 minutes", terminal.Reason);
        // What follows from the end is no reason for it.
        terminal.End("its window was closed");
        await _terminals.CloseAsync(terminal);
        await _terminals.CloseAsync(terminal);
        Assert.True(_shell.Disposed.IsCompleted);
        Assert.Equal([$"{terminal.Id} after 3600 s: nobody has typed for 30 minutes"], await EndsAsync("idle"));
    }

    [Fact]
    public async Task All_end_when_Studio_stops()
    {
        await StartAsync();
        var terminal = await OpenAsync("stopping");

        await _terminals.StopAsync(Stop);

        Assert.True(_shell.Disposed.IsCompleted);
        Assert.Equal([$"{terminal.Id} after 0 s: Studio stops"], await EndsAsync("stopping"));
    }

    [Fact]
    public async Task A_shell_is_ended_also_when_that_cannot_be_written_down()
    {
        var terminal = await OpenAsync("unwritten");
        using var terminals = TerminalsOn(new NoDatabases());
        terminals.Add(terminal);

        await terminals.CloseAsync(terminal);

        Assert.True(_shell.Disposed.IsCompleted);
    }

    [Fact]
    public async Task No_more_are_open_at_once_than_the_limit()
    {
        var first = await OpenAsync("crowded");
        for (var count = 1; count < Terminals.Most; count++)
            _terminals.Add(
                new(_ann, first.Target, new FakeCommand(), "sh", _ => Task.FromResult<KnownValues?>(null), _time)
            );

        var refused = await _open.RunAsync(_ann, _project, "crowded", _noSecrets, new(80, 24), Stop);
        Assert.Equal("too-many-terminals", Assert.IsType<Refused>(refused.Problem).Code);
        await _terminals.CloseAsync(first);

        Assert.True((await _open.RunAsync(_ann, _project, "crowded", _noSecrets, new(80, 24), Stop)).Succeeded);
    }

    [Theory]
    [InlineData(0, 24, "columns")]
    [InlineData(1001, 24, "columns")]
    [InlineData(80, 0, "rows")]
    [InlineData(80, 1001, "rows")]
    public async Task A_size_that_is_none_is_refused(int columns, int rows, string field)
    {
        var refused = await _open.RunAsync(_ann, _project, "any", _noSecrets, new(columns, rows), Stop);

        Assert.Equal(field, Assert.Single(Assert.IsType<Invalid>(refused.Problem).Errors).Field);
    }

    [Fact]
    public async Task The_shell_of_a_small_image_is_found_and_gets_the_secrets()
    {
        await _app.GivenKeysAsync("small-keys", ("TOKEN", Secret));
        await _app.GivenServiceAsync("small");
        CommandSpec? seen = null;
        _app.Engine.OnRun = (_, command) =>
        {
            seen = command;
            return command.Command[0] == "ash" ? _shell : throw new EngineException(EngineFailure.NoSuchCommand, "no");
        };

        var opened = await _open.RunAsync(_ann, _project, "small", Given("small-keys/TOKEN"), new(90, 20), Stop);

        Assert.Equal("ash", opened.Value.Program);
        Assert.Equal(new TerminalSize(90, 20), seen!.Terminal);
        var variable = Assert.Single(seen.Environment);
        Assert.Equal(("T", Secret), (variable.Name, variable.Value.Reveal()));
    }

    [Fact]
    public async Task What_something_else_is_given_meanwhile_is_hidden_here_too()
    {
        await _app.GivenKeysAsync("early-keys", ("TOKEN", Secret));
        await _app.GivenKeysAsync("late-keys", ("LATE", "another-value-9876543210"));
        await _app.GivenServiceAsync("meanwhile");
        var opened = await _open.RunAsync(_ann, _project, "meanwhile", Given("early-keys/TOKEN"), new(80, 24), Stop);
        var read = ReadAsync(opened.Value);
        // Somebody types: what may become a value shows up to its third byte.
        await ShowsAsync("$ s3c", "$ s3c");
        await ShowsAsync("ret-value-0123456789;", "$ s3c[redacted:TOKEN];");
        _shell.Print(" s3cret-value");
        _app.Engine.OnRun = (_, _) => FakeCommand.Printing("done");
        await _app.Client.Commands.ExecAsync("default", "meanwhile", new(["ls"], Given("late-keys/LATE")), Stop);

        // What was held is decided before more is known, and its beginning does not come out.
        await ShowsAsync("-another-value-9876543210;", "$ s3c[redacted:TOKEN]; [redacted:TOKEN]-[redacted:LATE];");
        await ShowsAsync("ano", "$ s3c[redacted:TOKEN]; [redacted:TOKEN]-[redacted:LATE];ano");
        await ShowsAsync(
            "ther-value-9876543210;",
            "$ s3c[redacted:TOKEN]; [redacted:TOKEN]-[redacted:LATE];ano[redacted:LATE];"
        );
        _shell.Print("bye another");
        _shell.End(0);

        await read;
        Assert.EndsWith(";bye another", Shown, StringComparison.Ordinal);
    }

    readonly StringBuilder _shown = new();

    string Shown
    {
        get
        {
            lock (_shown)
                return $"{_shown}";
        }
    }

    async Task ReadAsync(Terminal terminal)
    {
        await foreach (var piece in terminal.ReadAsync(Stop))
        {
            lock (_shown)
                _shown.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
        }
    }

    async Task ShowsAsync(string printed, string shown)
    {
        _shell.Print(printed);
        await UntilAsync(() => Shown.Length >= shown.Length);
        Assert.Equal(shown, Shown);
    }

    static async Task UntilAsync(Func<bool> done)
    {
        for (var look = 0; look < 500 && !done(); look++)
            await Task.Delay(10, Stop);
    }

    /// <summary>Begins to look after them, once its clock ticks.</summary>
    async Task StartAsync()
    {
        await _terminals.StartAsync(Stop);
        await UntilAsync(() => _time.ActiveTimers > 0);
    }

    async Task<Terminal> OpenAsync(string service)
    {
        await _app.GivenServiceAsync(service);
        return (await _open.RunAsync(_ann, _project, service, _noSecrets, new(80, 24), Stop)).Value;
    }

    async Task<Problem?> ProblemAsync(Actor actor, ProjectId project, TerminalId terminal) =>
        (await _attach.RunAsync(actor, project, terminal, Stop)).Problem;

    async Task<IEnumerable<string?>> EndsAsync(string service)
    {
        AuditQuery ended = new() { Action = "service.terminal.ended", Subject = service };
        return (await _app.Client.Audit.ListAsync(ended, Stop)).Items.Select(entry => entry.Detail);
    }

    static Dictionary<string, string> Given(string entry) => new() { ["T"] = entry };

    Terminals TerminalsOn(IDbContextFactory<StudioDbContext> databases) =>
        new(databases, Get<AuditTrail>(), _time, NullLogger<Terminals>.Instance);

    T Get<T>()
        where T : notnull => _app.Studio.Services.GetRequiredService<T>();

    sealed class NoDatabases : IDbContextFactory<StudioDbContext>
    {
        public StudioDbContext CreateDbContext() => throw new SqliteException("database is locked", 5);
    }
}
