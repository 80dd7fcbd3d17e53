using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

public sealed class LaunchStorageTests
{
    static readonly InlineFile Conf = new("/etc/app.conf", "a = 1\n", ReadOnly: true);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_gets_folders_of_its_project_memory_and_its_files()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await StoreAsync(
            studio,
            new([new("/data", null, false)], [new("/cache")], [Conf, new("/f", "ü", false)])
        );

        var launch = await studio.LaunchAsync("web");

        var project = Path.Combine(studio.StorageFolder, $"{studio.Databases.Project}");
        var files = Path.Combine(studio.StorageFolder, $"{service.Id}", $"{launch.Id}");
        Assert.Equal(
            [
                new FolderMount(project, "/data", false),
                new FolderMount($"{files}/0", "/etc/app.conf", true),
                new FolderMount($"{files}/1", "/f", false),
                new MemoryMount("/cache", 256 * 1024 * 1024),
            ],
            Container(studio, "web").Spec.Mounts
        );
        Assert.Equal("a = 1\n"u8.ToArray(), await File.ReadAllBytesAsync($"{files}/0", Stop));
        Assert.Equal("ü"u8.ToArray(), await File.ReadAllBytesAsync($"{files}/1", Stop));
        Assert.Equal(
            ((UnixFileMode)0b100_100_100, (UnixFileMode)0b110_110_110),
            (File.GetUnixFileMode($"{files}/0"), File.GetUnixFileMode($"{files}/1"))
        );
    }

    [Theory]
    [InlineData("/cache", true)]
    [InlineData("/tmp", false)]
    public async Task Of_the_strict_profile_tmp_is_mounted_once(string dir, bool tmpfsTmp)
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: web =>
            web with
            {
                Profile = Profile.Strict,
                Storage = new([], [new(dir)], []),
            }
        );

        await studio.LaunchAsync("web");

        var spec = Container(studio, "web").Spec;
        Assert.Equal((tmpfsTmp, true), (spec.Security.TmpfsTmp, spec.Security.ReadOnlyRoot));
        Assert.Equal(dir, Assert.Single(spec.Mounts).Target);
    }

    [Fact]
    public async Task Files_go_with_the_container_of_their_launch()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await StoreAsync(studio, new([], [], [Conf]));
        await studio.LaunchAsync("web");

        var second = await studio.LaunchAsync("web");
        Assert.Equal([$"{second.Id}"], FilesOf(studio, service));

        // A failed launch takes only its own away.
        studio.Engine.OnStart = _ => throw new EngineException(EngineFailure.BadContainer, "No such program.");
        await studio.LaunchAsync("web");
        Assert.Equal([$"{second.Id}"], FilesOf(studio, service));

        await studio.StopAsync("web");
        Assert.Equal([$"{second.Id}"], FilesOf(studio, service));

        await DeleteAsync(studio, "web");
        Assert.Empty(FilesOf(studio, service));
        Assert.False(Directory.Exists(Path.Combine(studio.StorageFolder, $"{service.Id}")));
    }

    [Fact]
    public async Task Files_of_a_container_that_could_not_be_removed_stay_until_it_is()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StopLookingAsync();
        var service = await StoreAsync(studio, new([], [], [Conf]));
        var first = await studio.LaunchAsync("web");
        studio.Engine.OnRemove = _ => throw new EngineException(EngineFailure.Other, "It is stuck.");
        var second = await studio.LaunchAsync("web");
        Assert.Equal(LaunchState.Live, second.State);
        Assert.Equal([$"{first.Id}", $"{second.Id}"], FilesOf(studio, service).Order());

        studio.Engine.OnRemove = _ => { };
        await studio.SweepAsync();

        Assert.Equal([$"{second.Id}"], FilesOf(studio, service));
    }

    [Fact]
    public async Task Files_that_a_crash_left_go_at_the_next_look_and_those_in_use_stay()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await StoreAsync(studio, new([], [], [Conf]));
        var live = await studio.LaunchAsync("web");
        // Killed between the files and the container, and between the row and the files.
        Directory.CreateDirectory(Path.Combine(studio.StorageFolder, $"{service.Id}", $"{LaunchId.New()}"));
        var gone = Path.Combine(studio.StorageFolder, $"{ServiceId.New()}");
        Directory.CreateDirectory(Path.Combine(gone, $"{LaunchId.New()}"));

        await studio.SweepAsync();

        Assert.Equal([$"{live.Id}"], FilesOf(studio, service));
        Assert.False(Directory.Exists(gone));
        Assert.Single(studio.Engine.Containers);
    }

    [Fact]
    public async Task What_a_cut_off_attempt_wrote_is_written_anew()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        var service = await StoreAsync(studio, new([], [], [Conf]));
        LaunchId launch = default;
        await studio.StoreLaunchAsync(
            "web",
            cut =>
            {
                launch = cut.Id;
                cut.Begin(LaunchStepName.Creating, TimeProvider.System.GetUtcNow());
            }
        );
        var folder = Path.Combine(studio.StorageFolder, $"{service.Id}", $"{launch}");
        Directory.CreateDirectory(folder);
        // Half of the file, as it may not be written to; and one of a definition with more of them.
        foreach (var name in (string[])["0", "1"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "a", Stop);
            File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserRead);
        }

        await studio.StartAsync();

        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(launch)).State);
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(Conf.Text, await File.ReadAllTextAsync(file, Stop));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_fails_the_launch_with_a_sentence_about_it()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await StoreAsync(studio, new([], [], [Conf]));
        // Whoever runs the tests cannot make a folder where a file is.
        await File.WriteAllTextAsync(studio.StorageFolder, "", Stop);

        var launch = await studio.LaunchAsync("web");

        Assert.Equal((LaunchState.Failed, "storage-failed"), (launch.State, launch.ErrorCode));
        Assert.Contains("Look at the disk", launch.Error, StringComparison.Ordinal);
        Assert.Empty(studio.Engine.Containers);
    }

    [Fact]
    public async Task Data_of_a_project_stays_when_its_services_are_deleted()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await StoreAsync(studio, new([new("/data", "in", false)], [], []));
        await studio.LaunchAsync("web");
        var file = Path.Combine(studio.StorageFolder, $"{studio.Databases.Project}", "in", "kept");
        await File.WriteAllTextAsync(file, "", Stop);

        await DeleteAsync(studio, "web");
        await studio.SweepAsync();

        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData(null, false, "in", true)]
    [InlineData("in", true, null, false)]
    [InlineData("in", false, "in/below", false)]
    public async Task A_folder_is_not_mounted_while_another_container_may_write_above_it(
        string? first,
        bool firstReadOnly,
        string? second,
        bool secondReadOnly
    )
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await StoreAsync(studio, new([new("/data", first, firstReadOnly)], [], []), "one");
        await StoreAsync(studio, new([new("/data", second, secondReadOnly)], [], []), "two");
        await studio.LaunchAsync("one");
        // Stopped or not: what stopped may be started again.
        Container(studio, "one").Status = ContainerStatus.Exited;

        var refused = await studio.LaunchAsync("two");

        Assert.Equal((LaunchState.Failed, "storage-overlap"), (refused.State, refused.ErrorCode));
        Assert.Contains("studio-one-", refused.Error, StringComparison.Ordinal);
        await DeleteAsync(studio, "one");
        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("two")).State);
    }

    [Theory]
    [InlineData(null, false, null, false)]
    [InlineData(null, true, "in", false)]
    [InlineData("in", false, "into", false)]
    public async Task Folders_that_nobody_may_write_above_are_shared(
        string? first,
        bool firstReadOnly,
        string? second,
        bool secondReadOnly
    )
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await StoreAsync(studio, new([new("/data", first, firstReadOnly)], [], []), "one");
        await StoreAsync(studio, new([new("/data", second, secondReadOnly)], [], []), "two");

        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("one")).State);
        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("two")).State);
    }

    [Fact]
    public async Task A_new_definition_with_a_folder_below_what_the_running_one_writes_to_waits_until_it_is_stopped()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await StoreAsync(studio, new([new("/data", null, false)], [], []));
        await studio.LaunchAsync("web");
        var next = new ServiceDraft(
            service.Definition with
            {
                Storage = new([new("/data", "in", false)], [], []),
            },
            null,
            []
        );
        await studio.Get<UpdateService>().RunAsync(studio.Admin, studio.Databases.Project, "web", next, null, Stop);

        var refused = await studio.LaunchAsync("web");
        Assert.Equal("storage-overlap", refused.ErrorCode);
        Assert.Contains("Stop the service first", refused.Error, StringComparison.Ordinal);

        await studio.StopAsync("web");
        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("web")).State);
    }

    [Fact]
    public async Task Two_launches_at_once_do_not_overlook_each_other()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await StoreAsync(studio, new([new("/data", null, false)], [], []), "one");
        await StoreAsync(studio, new([new("/data", "in", false)], [], []), "two");

        var ends = await Task.WhenAll(studio.LaunchAsync("one"), studio.LaunchAsync("two"));

        Assert.Equal(
            [LaunchState.Failed, LaunchState.Live],
            ends.Select(end => end.State).OrderByDescending(state => state == LaunchState.Failed)
        );
    }

    [Fact]
    public async Task A_folder_is_spoken_for_until_the_container_that_has_it_can_be_seen()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await StoreAsync(studio, new([new("/data", null, false)], [], []), "one");
        await StoreAsync(studio, new([new("/data", "in", false)], [], []), "two");
        var overtaken = new TaskCompletionSource();
        LaunchId two = default;
        studio.Engine.OnCreate = async spec =>
        {
            if (spec.NetworkAlias == "two")
            {
                overtaken.TrySetResult();
                return;
            }

            two = await studio.OrderAsync("two");
            // As long as it would take the other one to come so far too.
            await Task.WhenAny(overtaken.Task, Task.Delay(500, Stop));
        };

        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("one")).State);

        Assert.Equal("storage-overlap", (await studio.EndOfAsync(two)).ErrorCode);
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_folder_fails_the_launch_before_there_is_a_container()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await StoreAsync(studio, new([new("/data", "in", false)], [], [Conf]));
        var project = Path.Combine(studio.StorageFolder, $"{studio.Databases.Project}");
        Directory.CreateDirectory(project);
        File.CreateSymbolicLink(Path.Combine(project, "in"), "/etc");

        var launch = await studio.LaunchAsync("web");

        Assert.Equal((LaunchState.Failed, "storage-refused"), (launch.State, launch.ErrorCode));
        Assert.Empty(studio.Engine.Containers);
        // The way is free for the next one.
        File.Delete(Path.Combine(project, "in"));
        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("web")).State);
    }

    [Fact]
    public async Task The_network_of_a_project_goes_with_its_last_service()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        foreach (var name in (string[])["one", "two"])
        {
            await studio.StoreServiceAsync(name);
            await studio.LaunchAsync(name);
        }

        Assert.Equal(["studio-cafe0123-default"], studio.Engine.Networks.Keys);
        await DeleteAsync(studio, "one");
        Assert.Single(studio.Engine.Networks);
        await studio.StopAsync("two");
        Assert.Single(studio.Engine.Networks);

        await DeleteAsync(studio, "two");

        Assert.Empty(studio.Engine.Networks);
    }

    [Fact]
    public async Task The_network_of_one_project_goes_while_another_one_has_services()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        foreach (var name in (string[])["one", "two"])
        {
            await studio.StoreServiceAsync(name);
            await studio.LaunchAsync(name);
        }

        // Its last service went while the engine was away.
        var empty = new Project("other", TimeProvider.System.GetUtcNow());
        await using (var database = studio.Databases.CreateDbContext())
        {
            database.Add(empty);
            await database.SaveChangesAsync(Stop);
        }

        await studio.Get<ProjectNetworks>().EnsureAsync(empty.Id, Stop);
        Assert.Equal(2, studio.Engine.Networks.Count);

        await DeleteAsync(studio, "one");

        Assert.Equal(["studio-cafe0123-default"], studio.Engine.Networks.Keys);
    }

    [Fact]
    public async Task What_a_crash_left_of_a_deleted_service_goes_at_the_next_look()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await StoreAsync(studio, new([], [], [Conf]));
        await studio.LaunchAsync("web");
        await using (var database = studio.Databases.CreateDbContext())
        {
            database.Remove(await database.Services.SingleAsync(Stop));
            await database.SaveChangesAsync(Stop);
        }

        await studio.SweepAsync();

        Assert.Empty(studio.Engine.Containers);
        Assert.Empty(FilesOf(studio, service));
        Assert.Empty(studio.Engine.Networks);
    }

    static Task<ServiceView> StoreAsync(LaunchHarness studio, ServiceStorage storage, string name = "web") =>
        studio.StoreServiceAsync(name, with: web => web with { Storage = storage });

    static async Task DeleteAsync(LaunchHarness studio, string service) =>
        Assert.True(
            (
                await studio.Get<DeleteService>().RunAsync(studio.Admin, studio.Databases.Project, service, null, Stop)
            ).Succeeded
        );

    static FakeContainer Container(LaunchHarness studio, string service) =>
        studio.Engine.Containers.Single(container => container.Spec.NetworkAlias == service);

    static IEnumerable<string> FilesOf(LaunchHarness studio, ServiceView service)
    {
        var folder = new DirectoryInfo(Path.Combine(studio.StorageFolder, $"{service.Id}"));
        return folder.Exists ? folder.EnumerateDirectories().Select(launch => launch.Name) : [];
    }
}
