using System.Text;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Components;

namespace Studio.Tests.Launches;

/// <summary>What is kept of the output of containers that are gone.</summary>
public sealed class KeptLogsTests
{
    const string Secret = "s3cret-value-0123456789";

    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_the_last_three_containers_it_is_kept_without_secrets()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("keys", ("API_KEY", Secret));
        var service = await studio.StoreServiceAsync(keys: "keys");
        studio.Engine.OnStart = started =>
        {
            started.Output.Enqueue((Noon, false, $"key {Secret} of {started.Id}\n"));
            started.Output.Enqueue((Noon.AddTicks(1), true, "a long line that"));
            started.Output.Enqueue((Noon.AddTicks(2), true, " \"goes on\" \u001b[31mred\n"));
            // What may become a value waits for the end.
            started.Output.Enqueue((Noon.AddTicks(3), false, "ends in s3cret-v\n"));
        };
        List<Launch> launches = [];
        for (var i = 0; i < 5; i++)
            launches.Add(await studio.LaunchAsync("web"));

        var logs = studio.Get<KeptLogs>();
        Assert.Equal([launches[3].Id, launches[2].Id, launches[1].Id], logs.Of(service.Id));
        Assert.Null(logs.TryOpen(service.Id, launches[0].Id));
        Assert.Equal(
            [
                (Noon, false, $"key [redacted:API_KEY] of {launches[1].ContainerId}\n", false),
                (Noon.AddTicks(1), true, "a long line that\n", true),
                (Noon.AddTicks(2), true, " \"goes on\" \u001b[31mred\n", false),
                (Noon.AddTicks(3), false, "ends in s3cret-v\n", false),
            ],
            Read(studio, service, launches[1])
        );
        Assert.All(
            Directory.EnumerateFiles(LogsOf(studio), "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(Secret, File.ReadAllText(file), StringComparison.Ordinal)
        );
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.Combine(LogsOf(studio), $"{service.Id}", $"{launches[1].Id}"))
        );
    }

    [Fact]
    public async Task Of_a_launch_that_failed_it_is_kept_and_of_a_silent_container_nothing()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        studio.Engine.OnStart = started =>
        {
            started.Output.Enqueue((Noon, true, "I cannot\n"));
            started.Status = ContainerStatus.Exited;
            started.ExitCode = 1;
        };

        var failed = await studio.LaunchAsync("web");

        Assert.Equal(LaunchState.Failed, failed.State);
        Assert.Equal([(Noon, true, "I cannot\n", false)], Read(studio, service, failed));
        Assert.Equal([failed.Id], studio.Get<KeptLogs>().Of(service.Id));
    }

    [Theory]
    [InlineData(1500)]
    // Just more than fits into one file.
    [InlineData(350)]
    public async Task Of_much_output_the_last_is_kept(int count)
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        var first = await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        var text = new string('x', 15_000);
        for (var i = 0; i < count; i++)
            container.Output.Enqueue((Noon.AddSeconds(i), false, $"{i} {text}\n"));

        await studio.LaunchAsync("web");

        var kept = Read(studio, service, first);
        Assert.InRange(kept.Count, Math.Min(count, 5 * 1024 * 1024 / 15_000), 11 * 1024 * 1024 / 15_000);
        Assert.Equal(
            Enumerable.Range(count - kept.Count, kept.Count).Select(i => Noon.AddSeconds(i)),
            kept.Select(record => record.At)
        );
    }

    [Fact]
    public async Task A_container_that_can_be_removed_only_later_has_all_of_it_kept()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StopLookingAsync();
        var service = await studio.StoreServiceAsync();
        var first = await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        container.Output.Enqueue((Noon, false, "line\n"));
        studio.Engine.OnRemove = _ => throw new EngineException(EngineFailure.Other, "It is stuck.");
        await studio.LaunchAsync("web");
        Assert.Single(Read(studio, service, first));

        container.Output.Enqueue((Noon.AddSeconds(1), false, "its last words\n"));
        studio.Engine.OnRemove = _ => { };
        await studio.SweepAsync();

        Assert.Equal(["line\n", "its last words\n"], Read(studio, service, first).Select(record => record.Text));
    }

    [Fact]
    public async Task It_goes_with_the_service()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        studio.Engine.OnStart = started => started.Output.Enqueue((Noon, false, "line\n"));
        await studio.LaunchAsync("web");
        await studio.LaunchAsync("web");
        Assert.NotEmpty(studio.Get<KeptLogs>().Of(service.Id));

        var deleted = await studio
            .Get<DeleteService>()
            .RunAsync(studio.Admin, studio.Databases.Project, "web", null, Stop);

        Assert.True(deleted.Succeeded);
        Assert.Empty(Directory.EnumerateFileSystemEntries(LogsOf(studio)));
    }

    [Fact]
    public async Task What_a_crash_left_goes_at_the_next_look_and_in_the_way_of_nothing()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        // Studio was killed between the service's row and its logs, and in the middle of another log.
        var gone = Path.Combine(LogsOf(studio), $"{ServiceId.New()}");
        Directory.CreateDirectory(Path.Combine(gone, $"{LaunchId.New()}"));
        var unfinished = Directory.CreateDirectory(Path.Combine(LogsOf(studio), $"{service.Id}", "new")).FullName;
        await File.WriteAllTextAsync(Path.Combine(unfinished, "log.json"), "{\"log\":\"half a rec", Stop);
        var foreign = Directory.CreateDirectory(Path.Combine(LogsOf(studio), "lost+found")).FullName;
        studio.Engine.OnStart = started => started.Output.Enqueue((Noon, false, "line\n"));

        await studio.SweepAsync();
        var first = await studio.LaunchAsync("web");
        await studio.LaunchAsync("web");

        Assert.False(Directory.Exists(gone));
        Assert.False(Directory.Exists(unfinished));
        Assert.True(Directory.Exists(foreign));
        Assert.Equal([(Noon, false, "line\n", false)], Read(studio, service, first));
    }

    [Fact]
    public async Task What_cannot_be_written_keeps_no_container_standing()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await File.WriteAllTextAsync(LogsOf(studio), "not a folder", Stop);
        await studio.StoreServiceAsync();
        studio.Engine.OnStart = started => started.Output.Enqueue((Noon, false, "line\n"));
        await studio.LaunchAsync("web");

        var second = await studio.LaunchAsync("web");

        Assert.Equal(second.ContainerId, Assert.Single(studio.Engine.Containers).Id);
    }

    [Fact]
    public async Task What_cannot_be_redacted_any_more_is_not_kept()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("keys", ("API_KEY", Secret));
        var service = await studio.StoreServiceAsync(keys: "keys");
        studio.Engine.OnStart = started => started.Output.Enqueue((Noon, false, $"{Secret}\n"));
        var first = await studio.LaunchAsync("web");
        await using (var database = studio.Databases.CreateDbContext())
            await database.Database.ExecuteSqlAsync($"DELETE FROM SecretKeysVersions", Stop);

        await studio.Get<KeptLogs>().KeepAsync(service.Id, first.Id, first.ContainerId!, Stop);

        Assert.Empty(studio.Get<KeptLogs>().Of(service.Id));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_that_says_no_more_is_not_waited_for()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        studio.Engine.OnStart = started => started.Output.Enqueue((Noon, false, "line\n"));
        var first = await studio.LaunchAsync("web");
        ManualTime clock = new();
        TaskCompletionSource asked = new();
        studio.Engine.OnReadOutput = async stop =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        };
        KeptLogs logs = new(
            studio.Get<KeptLogsFolder>(),
            studio.Engine,
            studio.Get<InstanceValues>(),
            studio.Databases,
            clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<KeptLogs>.Instance
        );

        var keeping = logs.KeepAsync(service.Id, first.Id, first.ContainerId!, Stop);
        await asked.Task;
        Assert.False(keeping.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        await keeping;

        Assert.Empty(logs.Of(service.Id));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(LogsOf(studio), $"{service.Id}")));
    }

    static string LogsOf(LaunchHarness studio) => studio.Get<KeptLogsFolder>().Path;

    static List<(DateTimeOffset At, bool IsError, string Text, bool IsPart)> Read(
        LaunchHarness studio,
        ServiceView service,
        Launch launch
    )
    {
        using var history = studio.Get<KeptLogs>().TryOpen(service.Id, launch.Id);
        Assert.NotNull(history);
        List<(DateTimeOffset, bool, string, bool)> read = [];
        foreach (var batch in history.Read(new OutputRange()))
        {
            read.AddRange(
                batch.Records.Select(record =>
                    (
                        record.At,
                        record.IsError,
                        Encoding.UTF8.GetString(batch.Text.Slice(record.Start, record.Length)),
                        record.IsPart
                    )
                )
            );
        }

        return read;
    }
}
