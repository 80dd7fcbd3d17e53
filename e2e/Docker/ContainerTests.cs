using System.Net;
using System.Text;
using Studio.Docker;
using Studio.Docker.Containers;

namespace Studio.EndToEnd.Docker;

public sealed class ContainerTests(EngineFixture engine) : IAsyncLifetime
{
    readonly DockerClient _client = engine.Client;
    readonly string _label = $"{EngineFixture.Label}={EngineFixture.NewName("run")}";
    string _idle = "";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _idle = await engine.Images.IdleAsync(stop: Stop);

    public async ValueTask DisposeAsync()
    {
        foreach (var container in await OwnAsync())
            await _client.Containers.RemoveAsync(container.Id, force: true);
    }

    Task<IReadOnlyList<ContainerSummary>> OwnAsync(bool all = true) =>
        _client.Containers.ListAsync(new() { All = all, Labels = [_label] });

    Dictionary<string, string> Labels => new() { [EngineFixture.Label] = _label[(EngineFixture.Label.Length + 1)..] };

    ContainerSpec Idle(HostConfig? host = null) => new(_idle) { Labels = Labels, HostConfig = host };

    ContainerSpec Shell(string script, bool? tty = null) =>
        new(_idle)
        {
            Labels = Labels,
            Tty = tty,
            Cmd = ["sh", "-c", script],
        };

    async Task<string> LogsAsync(string container, LogStream stream, LogOptions? options = null)
    {
        var bytes = new List<byte>();
        await foreach (var frame in _client.Containers.LogsAsync(container, options, Stop))
            if (frame.Stream == stream)
                bytes.AddRange(frame.Data.Span);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    [Fact]
    public async Task A_container_runs_and_its_end_and_its_output_are_seen()
    {
        var id = await engine.RunAsync(Shell("echo out; echo err >&2; exit 7"), Stop);

        var exit = await _client.Containers.WaitAsync(id, stop: Stop);

        Assert.Equal(7, exit.StatusCode);
        Assert.Equal("out\n", await LogsAsync(id, LogStream.Output));
        Assert.Equal("err\n", await LogsAsync(id, LogStream.Error));
        var state = (await _client.Containers.InspectAsync(id, Stop)).State;
        Assert.Equal(("exited", 7, false), (state.Status, state.ExitCode, state.Running));
    }

    [Fact]
    public async Task Output_of_a_terminal_is_one_stream()
    {
        var id = await engine.RunAsync(Shell("echo out; echo err >&2", tty: true), Stop);
        await _client.Containers.WaitAsync(id, stop: Stop);

        Assert.Equal("out\r\nerr\r\n", await LogsAsync(id, LogStream.Output));
    }

    [Fact]
    public async Task A_followed_log_goes_on_until_the_container_ends()
    {
        var id = await engine.RunAsync(Shell("for i in 1 2 3; do echo line $i; sleep 0.1; done"), Stop);

        Assert.Equal("line 1\nline 2\nline 3\n", await LogsAsync(id, LogStream.Output, new() { Follow = true }));
        Assert.Equal("line 3\n", await LogsAsync(id, LogStream.Output, new() { Tail = 1 }));
    }

    [Fact]
    public async Task A_megabyte_without_a_line_end_comes_whole()
    {
        var id = await engine.RunAsync(Shell("head -c 1000000 /dev/zero | tr '\\0' x"), Stop);
        await _client.Containers.WaitAsync(id, stop: Stop);

        Assert.Equal(new string('x', 1_000_000), await LogsAsync(id, LogStream.Output));
    }

    [Fact]
    public async Task Since_takes_up_a_log_where_it_was_left()
    {
        var id = await engine.RunAsync(Shell("echo one; sleep 0.2; echo two"), Stop);
        await _client.Containers.WaitAsync(id, stop: Stop);
        var stamped = await LogsAsync(id, LogStream.Output, new() { Timestamps = true });
        // To the 100 nanoseconds and not rounded up, which would be after the line.
        var second = DateTimeOffset.Parse(stamped.Split('\n')[1][.."2026-01-02T03:04:05.1234567".Length] + "Z");

        Assert.Equal("two\n", await LogsAsync(id, LogStream.Output, new() { Since = second }));
    }

    [Fact]
    public async Task Starting_twice_and_stopping_twice_is_no_error()
    {
        var id = (await _client.Containers.CreateAsync(Idle(), stop: Stop)).Id;

        Assert.True(await _client.Containers.StartAsync(id, Stop));
        Assert.False(await _client.Containers.StartAsync(id, Stop));
        Assert.True(await _client.Containers.StopAsync(id, TimeSpan.FromSeconds(5), Stop));
        Assert.False(await _client.Containers.StopAsync(id, stop: Stop));
        Assert.Equal(0, (await _client.Containers.InspectAsync(id, Stop)).State.ExitCode);
    }

    [Fact]
    public async Task A_signal_reaches_a_running_container_only()
    {
        var id = await engine.RunAsync(Idle(), Stop);

        await _client.Containers.KillAsync(id, stop: Stop);
        var exit = await _client.Containers.WaitAsync(id, stop: Stop);
        var refused = await Assert.ThrowsAsync<DockerException>(() => _client.Containers.KillAsync(id, stop: Stop));

        Assert.Equal(137, exit.StatusCode);
        Assert.True(refused.IsConflict);
    }

    [Fact]
    public async Task The_next_exit_can_be_awaited_before_the_start()
    {
        var id = (await _client.Containers.CreateAsync(Shell("exit 5"), stop: Stop)).Id;
        var exit = await _client.Containers.BeginWaitAsync(id, WaitCondition.NextExit, Stop);

        await _client.Containers.StartAsync(id, Stop);

        Assert.Equal(5, (await exit).StatusCode);
    }

    [Fact]
    public async Task A_list_shows_what_bears_the_label_and_what_does_not_run_only_on_request()
    {
        var running = await engine.RunAsync(Idle(), Stop);
        var created = (await _client.Containers.CreateAsync(Idle(), stop: Stop)).Id;

        Assert.Equal(running, Assert.Single(await OwnAsync(all: false)).Id);
        var all = await OwnAsync();
        Assert.Equal([created, running], all.Select(container => container.Id));
        Assert.Equal(["created", "running"], all.Select(container => container.State));
    }

    [Fact]
    public async Task A_removed_container_is_not_found()
    {
        var id = await engine.RunAsync(Idle(), Stop);

        var refused = await Assert.ThrowsAsync<DockerException>(() => _client.Containers.RemoveAsync(id, stop: Stop));
        await _client.Containers.RemoveAsync(id, force: true, Stop);
        var gone = await Assert.ThrowsAsync<DockerException>(() => _client.Containers.InspectAsync(id, Stop));

        Assert.True(refused.IsConflict);
        Assert.True(gone.IsNotFound);
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        var name = EngineFixture.NewName("twice");
        await _client.Containers.CreateAsync(Idle(), name, Stop);

        var refused = await Assert.ThrowsAsync<DockerException>(() =>
            _client.Containers.CreateAsync(Idle(), name, Stop)
        );

        Assert.True(refused.IsConflict);
    }

    [Fact]
    public async Task A_missing_image_is_found_out_at_creation()
    {
        var refused = await Assert.ThrowsAsync<DockerException>(() =>
            _client.Containers.CreateAsync(new($"{engine.Registry}/team/none:1"), stop: Stop)
        );

        Assert.True(refused.IsNotFound);
    }

    [Fact]
    public async Task A_missing_program_is_found_out_at_the_start()
    {
        var spec = new ContainerSpec(_idle) { Labels = Labels, Cmd = ["no-such-program"] };
        var id = (await _client.Containers.CreateAsync(spec, stop: Stop)).Id;

        var refused = await Assert.ThrowsAsync<DockerException>(() => _client.Containers.StartAsync(id, Stop));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("no-such-program", refused.Message);
    }

    [Fact]
    public async Task A_missing_folder_is_found_out_and_not_made()
    {
        var missing = Path.Combine(Path.GetTempPath(), EngineFixture.NewName("missing"));

        await Assert.ThrowsAsync<DockerException>(() =>
            engine.RunAsync(Idle(new() { Mounts = [Mount.Bind(missing, "/data")] }), Stop)
        );

        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task The_restart_policy_changes_while_it_runs()
    {
        var id = await engine.RunAsync(Idle(new() { RestartPolicy = RestartPolicy.No }), Stop);

        await _client.Containers.SetRestartPolicyAsync(id, RestartPolicy.UnlessStopped, Stop);

        Assert.Equal(
            RestartPolicy.UnlessStopped,
            (await _client.Containers.InspectAsync(id, Stop)).HostConfig.RestartPolicy
        );
    }

    [Fact]
    public async Task Limits_and_hardening_hold_inside()
    {
        var spec = new ContainerSpec(_idle)
        {
            Labels = Labels,
            User = "1000:1000",
            Cmd =
            [
                "sh",
                "-c",
                "id -u; touch /file || echo read-only; touch /tmp/file && echo writable; grep -E 'CapBnd|NoNewPrivs' /proc/self/status",
            ],
            HostConfig = new()
            {
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges:true"],
                ReadonlyRootfs = true,
                Tmpfs = new Dictionary<string, string> { ["/tmp"] = "size=1m" },
                Memory = 64 * 1024 * 1024,
                NanoCpus = 500_000_000,
                PidsLimit = 32,
                NetworkMode = "none",
                LogConfig = new()
                {
                    Type = "json-file",
                    Config = new Dictionary<string, string> { ["max-size"] = "1m" },
                },
            },
        };
        var created = await _client.Containers.CreateAsync(spec, stop: Stop);
        await _client.Containers.StartAsync(created.Id, Stop);
        await _client.Containers.WaitAsync(created.Id, stop: Stop);

        Assert.Equal(
            ["1000", "read-only", "writable", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1"],
            (await LogsAsync(created.Id, LogStream.Output)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        var host = (await _client.Containers.InspectAsync(created.Id, Stop)).HostConfig;
        Assert.Equal(
            (64 * 1024 * 1024L, 500_000_000L, 32L),
            (host.Memory!.Value, host.NanoCpus!.Value, host.PidsLimit!.Value)
        );
    }

    [Fact]
    public async Task A_health_check_comes_to_its_verdict_and_a_published_port_answers()
    {
        var sample = await engine.Images.SampleAsync(stop: Stop);
        var port = $"{TestImages.SamplePort}/tcp";
        await using var events = _client
            .System.EventsAsync(
                new() { Labels = [_label], Actions = ["health_status: healthy", "health_status"] },
                Stop
            )
            .GetAsyncEnumerator(Stop);
        var healthy = events.MoveNextAsync();

        var id = await engine.RunAsync(
            new(sample)
            {
                Labels = Labels,
                HostConfig = new()
                {
                    PortBindings = new Dictionary<string, IReadOnlyList<PortBinding>>
                    {
                        [port] = [new("127.0.0.1", "")],
                    },
                },
            },
            Stop
        );

        Assert.True(await healthy);
        var details = await _client.Containers.InspectAsync(id, Stop);
        Assert.Equal(("healthy", 0), (details.State.Health!.Status, details.State.Health.Log[^1].ExitCode));
        using var http = new HttpClient(new SocketsHttpHandler());
        var published = Assert.Single(details.NetworkSettings.Ports[port]!);
        var page = await http.GetStringAsync(new Uri($"http://{published.HostIp}:{published.HostPort}/"), Stop);
        Assert.Equal(TestImages.SamplePage, page);
    }
}
