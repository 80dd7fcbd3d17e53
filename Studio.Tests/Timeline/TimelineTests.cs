using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Domain.Timeline;
using Studio.Tests.Launches;

namespace Studio.Tests.Timeline;

public sealed class TimelineTests
{
    const int OneMinute = 60_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = OneMinute)]
    public async Task What_the_engine_tells_stands_among_the_launches_newest_first()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        var launch = await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        await using var recording = await RecordAsync(studio);

        studio.Engine.Tell(container, ContainerEventKind.OutOfMemory);
        studio.Engine.Tell(container, ContainerEventKind.Ended, exitCode: 137);

        var moments = await UntilAsync(studio, moments => moments.Count == 4);
        Assert.Equal(
            [(ServiceEventKind.Ended, 137, launch.Id), (ServiceEventKind.OutOfMemory, (int?)null, launch.Id)],
            moments.Take(2).Select(one => (one.Container!.Kind, one.Container.ExitCode, one.Container.Launch!.Value))
        );
        Assert.Equal(
            [(launch.Id, LaunchState.Live), (launch.Id, (LaunchState?)null)],
            moments.Skip(2).Select(one => (one.Launch!.Id, one.Outcome))
        );
    }

    [Fact(Timeout = OneMinute)]
    public async Task Of_a_service_only_the_newest_are_kept_and_those_of_unknown_ones_are_dropped()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        var timeline = studio.Get<ServiceTimeline>();
        for (var batch = 0; batch < 8; batch++)
        {
            var first = batch * 100;
            await timeline.RecordAsync(
                [.. Enumerable.Range(first, 100).Select(number => At(service.Id, number)), At(ServiceId.New(), first)],
                Stop
            );
        }

        await using var database = studio.Databases.CreateDbContext();
        var kept = await database.Set<ServiceEvent>().OrderBy(row => row.Id).ToListAsync(Stop);
        // Surplus goes with the next write.
        Assert.InRange(kept.Count, ServiceTimeline.Kept, ServiceTimeline.Kept + 100);
        Assert.Equal(799, kept[^1].ExitCode);
        Assert.All(kept, row => Assert.Equal(service.Id, row.Service));
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_database_that_cannot_be_written_costs_the_record_and_nothing_else()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        studio.Databases.Gate.Sealed = true;
        await studio.Get<ServiceTimeline>().RecordAsync([At(service.Id, 1)], Stop);
        studio.Databases.Gate.Sealed = false;
        Assert.Empty(await studio.MomentsAsync("web"));
    }

    [Fact(Timeout = OneMinute)]
    public async Task Deleting_a_service_deletes_its_events()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        await studio.Get<ServiceTimeline>().RecordAsync([At(service.Id, 1)], Stop);

        await studio.Get<DeleteService>().RunAsync(studio.Admin, studio.Databases.Project, "web", null, Stop);

        await using var database = studio.Databases.CreateDbContext();
        Assert.Empty(await database.Set<ServiceEvent>().ToListAsync(Stop));
    }

    static ServiceEvent At(ServiceId service, int number) =>
        new(service, ServiceEventKind.Ended, "one", DateTimeOffset.UnixEpoch.AddSeconds(number), null, number);

    static async Task<IAsyncDisposable> RecordAsync(LaunchHarness studio)
    {
        var recorder = studio.Get<EventRecorder>();
        var watchers = studio.Engine.Watchers;
        await recorder.StartAsync(Stop);
        while (studio.Engine.Watchers == watchers)
            await Task.Delay(10, Stop);
        return new Recording(recorder);
    }

    static async Task<IReadOnlyList<ServiceMoment>> UntilAsync(
        LaunchHarness studio,
        Func<IReadOnlyList<ServiceMoment>, bool> condition
    )
    {
        while (true)
        {
            var moments = await studio.MomentsAsync("web");
            if (condition(moments))
                return moments;
            await Task.Delay(20, Stop);
        }
    }

    sealed class Recording(EventRecorder recorder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await recorder.StopAsync(CancellationToken.None);
    }
}
