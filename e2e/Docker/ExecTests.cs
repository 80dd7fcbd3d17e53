using System.Text;
using Studio.Docker;
using Studio.Docker.Containers;
using Studio.Docker.Exec;

namespace Studio.EndToEnd.Docker;

public sealed class ExecTests(EngineFixture engine) : IAsyncLifetime
{
    const int OneMinute = 60_000;
    const string Secret = "value-of-one-command";

    readonly DockerClient _client = engine.Client;
    string _container = "";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var image = await engine.Images.IdleAsync(stop: Stop);
        _container = await engine.RunAsync(
            new(image) { Labels = new Dictionary<string, string> { [EngineFixture.Label] = "exec" } },
            Stop
        );
    }

    public async ValueTask DisposeAsync() => await _client.Containers.RemoveAsync(_container, force: true);

    [Fact(Timeout = OneMinute)]
    public async Task Standard_output_and_error_come_apart_and_the_exit_code_is_known_at_the_end()
    {
        var exec = await CreateAsync("echo out; echo err >&2; exit 7");
        await using var session = await _client.Exec.StartAsync(exec, tty: false, Stop);

        var (output, error) = await ReadAsync(session);

        Assert.Equal(("out\n", "err\n"), (output, error));
        var details = await _client.Exec.InspectAsync(exec, Stop);
        Assert.Equal((false, 7), (details.Running, details.ExitCode));
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_command_that_runs_has_a_process_and_no_exit_code_yet()
    {
        var exec = await CreateAsync("echo begun; sleep 3600");
        Assert.Equal(0, (await _client.Exec.InspectAsync(exec, Stop)).Pid);
        await using var session = await _client.Exec.StartAsync(exec, tty: false, Stop);
        await foreach (var _ in session.ReadAsync(Stop))
            break;

        var details = await _client.Exec.InspectAsync(exec, Stop);
        Assert.Equal((true, null), (details.Running, details.ExitCode));
        // The engine may pass output on before it has written down which process it started.
        while ((details = await _client.Exec.InspectAsync(exec, Stop)).Pid == 0)
            await Task.Delay(10, Stop);
        Assert.Equal((true, null), (details.Running, details.ExitCode));
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_variable_is_for_one_command_only()
    {
        var exec = await _client.Exec.CreateAsync(
            _container,
            new() { Cmd = ["sh", "-c", "echo $MINE"], Env = [$"MINE={Secret}"] },
            Stop
        );
        await using var session = await _client.Exec.StartAsync(exec, tty: false, Stop);
        var next = await CreateAsync("echo ${MINE-none}");
        await using var nextSession = await _client.Exec.StartAsync(next, tty: false, Stop);

        Assert.Equal($"{Secret}\n", (await ReadAsync(session)).Output);
        Assert.Equal("none\n", (await ReadAsync(nextSession)).Output);
        var details = await _client.Containers.InspectAsync(_container, Stop);
        Assert.DoesNotContain(
            details.Config.Env ?? [],
            variable => variable.Contains(Secret, StringComparison.Ordinal)
        );
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_terminal_has_one_stream_the_size_it_was_told_and_takes_what_is_typed()
    {
        var exec = await _client.Exec.CreateAsync(
            _container,
            new()
            {
                Cmd = ["sh", "-c", "read line; stty size; read line; stty size; echo \"<$line>\" >&2"],
                AttachStdin = true,
                Tty = true,
            },
            Stop
        );
        await using var session = await _client.Exec.StartAsync(exec, tty: true, Stop);
        await using var frames = session.ReadAsync(Stop).GetAsyncEnumerator(Stop);
        // When it begins it may have no size yet: not every runtime gives it one.
        await _client.Exec.ResizeAsync(exec, columns: 100, rows: 30, Stop);
        await session.WriteAsync("go\n"u8.ToArray(), Stop);
        Assert.Equal("go\r\n30 100\r\n", await ReadUntilAsync(frames, "100\r\n"));

        await _client.Exec.ResizeAsync(exec, columns: 132, rows: 43, Stop);
        await session.WriteAsync("typed\n"u8.ToArray(), Stop);

        Assert.Equal("typed\r\n43 132\r\n<typed>\r\n", await ReadUntilAsync(frames, ">\r\n"));
    }

    [Fact(Timeout = OneMinute)]
    public async Task The_connection_is_upgraded_to_one_of_both_directions()
    {
        await using var proxy = EngineProxy.Remote(engine);
        using DockerClient client = new(DockerEndpoint.Parse(proxy.Endpoint));
        var exec = await client.Exec.CreateAsync(_container, new() { Cmd = ["cat"], AttachStdin = true }, Stop);
        await using var session = await client.Exec.StartAsync(exec, tty: false, Stop);
        await using var frames = session.ReadAsync(Stop).GetAsyncEnumerator(Stop);

        await session.WriteAsync("one\n"u8.ToArray(), Stop);
        Assert.Equal("one\n", await ReadUntilAsync(frames, "\n"));
        await session.WriteAsync("two\n"u8.ToArray(), Stop);
        Assert.Equal("two\n", await ReadUntilAsync(frames, "\n"));

        Assert.Contains(proxy.Answers, answer => answer.StartsWith("101 ", StringComparison.Ordinal));
    }

    /// <summary>So that whoever wants it ended has to end it.</summary>
    [Fact(Timeout = OneMinute)]
    public async Task A_command_goes_on_when_nobody_reads_it_any_more()
    {
        var exec = await CreateAsync("echo begun; sleep 3600");
        await using (var session = await _client.Exec.StartAsync(exec, tty: false, Stop))
        {
            await foreach (var _ in session.ReadAsync(Stop))
                break;
        }

        Assert.True((await _client.Exec.InspectAsync(exec, Stop)).Running);
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_program_that_is_not_there_ends_with_126_or_127()
    {
        var exec = await _client.Exec.CreateAsync(_container, new() { Cmd = ["no-such-program"] }, Stop);
        try
        {
            await using var session = await _client.Exec.StartAsync(exec, tty: false, Stop);
            var (output, error) = await ReadAsync(session);
            Assert.Contains("no-such-program", output + error, StringComparison.Ordinal);
        }
        catch (DockerException refused)
        {
            Assert.Contains("no-such-program", refused.Message, StringComparison.Ordinal);
        }

        var details = await _client.Exec.InspectAsync(exec, Stop);
        Assert.False(details.Running);
        Assert.Contains(details.ExitCode!.Value, (int[])[126, 127]);
    }

    [Fact(Timeout = OneMinute)]
    public async Task In_a_container_that_does_not_run_nothing_can_be_run()
    {
        await _client.Containers.StopAsync(_container, stop: Stop);

        var refused = await Assert.ThrowsAsync<DockerException>(() => CreateAsync("echo"));

        Assert.True(refused.IsConflict);
    }

    [Fact(Timeout = OneMinute)]
    public async Task Nor_in_one_that_is_not_there()
    {
        var refused = await Assert.ThrowsAsync<DockerException>(() =>
            _client.Exec.CreateAsync("no-such-container", new() { Cmd = ["echo"] }, Stop)
        );

        Assert.True(refused.IsNotFound);
    }

    Task<string> CreateAsync(string script) =>
        _client.Exec.CreateAsync(_container, new() { Cmd = ["sh", "-c", script] }, Stop);

    static async Task<(string Output, string Error)> ReadAsync(ExecSession session)
    {
        List<byte> output = [],
            error = [];
        await foreach (var frame in session.ReadAsync(Stop))
            (frame.Stream == LogStream.Error ? error : output).AddRange(frame.Data.Span);
        return (Encoding.UTF8.GetString([.. output]), Encoding.UTF8.GetString([.. error]));
    }

    static async Task<string> ReadUntilAsync(IAsyncEnumerator<LogFrame> frames, string end)
    {
        StringBuilder text = new();
        while (!$"{text}".EndsWith(end, StringComparison.Ordinal) && await frames.MoveNextAsync())
            text.Append(Encoding.UTF8.GetString(frames.Current.Data.Span));
        return $"{text}";
    }
}
