using Studio.Client.Launches;
using Studio.Client.Services;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Folders;

/// <summary>What a container sees of its storage, and what it cannot reach.</summary>
public sealed class StorageTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string StorageFolder => Path.Combine(fixture.Server.DataDirectory, "storage");

    [Fact]
    public async Task What_one_launch_wrote_the_next_one_and_other_services_read()
    {
        Script writer = NewScript(),
            reader = NewScript();
        await writer.StoreAsync("cat /data/kept; echo written > /data/kept", Shared("kept"));
        await reader.StoreAsync("cat /in/kept; echo more > /in/kept && echo could write", Shared("kept", "/in", true));

        Assert.DoesNotContain("written", await writer.RunAsync(), StringComparison.Ordinal);
        Assert.StartsWith("written\n", await writer.RunAsync(), StringComparison.Ordinal);
        var read = await reader.RunAsync();

        Assert.StartsWith("written\n", read, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", read, StringComparison.Ordinal);
        Assert.DoesNotContain("could write", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_subpath_is_not_seen_from_another()
    {
        Script one = NewScript(),
            other = NewScript();
        await one.StoreAsync("echo secret of one > /data/file; ls -A /data", Shared("apart/one"));
        await other.StoreAsync("ls -A /data /data/..; ls -A /data/../one", Shared("apart/other"));

        Assert.Equal("file\n", await one.RunAsync());
        var seen = await other.RunAsync();
        Assert.Contains("/data:\n\n", seen, StringComparison.Ordinal);
        Assert.Contains("/one: No such file or directory", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_a_container_made_leads_no_other_one_out()
    {
        Script writer = NewScript(),
            victim = NewScript();
        await writer.StoreAsync("ln -s /etc /data/trap; ln -s / /data/top; ls /data", Shared("links"));
        await victim.StoreAsync("ls /data", Shared("links/trap"));
        Assert.Equal("top\ntrap\n", await writer.RunAsync());

        var meanwhile = await victim.Stage.LaunchAsync();
        await writer.DeleteAsync();
        var afterwards = await victim.Stage.LaunchAsync();
        await victim.StoreAsync("ls /data", Shared("links/top/etc"));
        var through = await victim.Stage.LaunchAsync();

        Assert.Equal("failed", meanwhile.State);
        Assert.Contains("lie within one another", meanwhile.Error, StringComparison.Ordinal);
        foreach (var refused in (LaunchResponse[])[afterwards, through])
        {
            Assert.Equal("failed", refused.State);
            Assert.Contains("a link or a file", refused.Error, StringComparison.Ordinal);
            Assert.Null(refused.ContainerId);
        }
    }

    [Theory]
    [InlineData("standard", null)]
    [InlineData("standard", "1234:1234")]
    [InlineData("strict", "1234")]
    public async Task Whatever_user_an_image_has_it_can_write_to_its_folders(string profile, string? user)
    {
        var script = NewScript();
        await script.StoreAsync(
            "id -u; echo a > /data/a && echo b > /cache/b && echo wrote; touch /new 2>&1 | grep -o Read-only",
            new() { Project = [new("/data", $"users/{profile}-{user?.Length}")], EmptyDirs = [new("/cache")] },
            with => with with { User = user, Profile = profile }
        );

        var output = await script.RunAsync();

        Assert.StartsWith($"{user?.Split(':')[0] ?? "0"}\nwrote\n", output, StringComparison.Ordinal);
        Assert.Equal(profile == "strict", output.Contains("Read-only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_folder_is_in_memory_bounded_and_empty_at_each_launch()
    {
        var script = NewScript();
        await script.StoreAsync(
            "ls -A /cache; grep ' /cache ' /proc/mounts; df -m /cache | tail -n 1; echo x > /cache/x; cat /cache/x",
            new() { EmptyDirs = [new("/cache")] }
        );

        foreach (var output in (string[])[await script.RunAsync(), await script.RunAsync()])
        {
            // Nothing stood before it.
            Assert.StartsWith("tmpfs /cache tmpfs rw,", output, StringComparison.Ordinal);
            Assert.Contains("nosuid", output, StringComparison.Ordinal);
            Assert.Matches(@"\n\S+\s+256\s+0\s+256\s", output);
            Assert.EndsWith("\nx\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_has_its_text_to_the_byte_and_each_launch_a_copy_of_its_own()
    {
        const string text = "# größe\na = \"$HOME\"\\n\n\n  tail without newline";
        var script = NewScript();
        await script.StoreAsync(
            "cat /etc/app.conf; echo '|'; cat /state; echo changed > /state; cat /state; echo x > /etc/app.conf || echo refused",
            new() { Files = [new("/etc/app.conf", text, ReadOnly: true), new("/state", "first\n")] },
            with => with with { User = "1000:1000" }
        );

        foreach (var output in (string[])[await script.RunAsync(), await script.RunAsync()])
        {
            Assert.StartsWith($"{text}|\nfirst\nchanged\n", output, StringComparison.Ordinal);
            Assert.EndsWith("refused\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_deleted_service_leaves_its_data_and_its_history_and_nothing_else()
    {
        var script = NewScript();
        var service = await script.StoreAsync(
            "echo kept > /data/kept",
            new() { Project = [new("/data", "deleted")], Files = [new("/f", "text")] }
        );
        await script.RunAsync();
        var files = Path.Combine(StorageFolder, service.Id);
        Assert.Single(Directory.GetFiles(files, "*", SearchOption.AllDirectories));

        await script.DeleteAsync();

        Assert.Empty(await script.Stage.ContainersAsync(service.Id));
        Assert.False(Directory.Exists(files));
        // Not through the links that other tests plant here: one leads to the root of this machine.
        var here = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var kept = Assert.Single(Directory.GetFiles(StorageFolder, "kept", here), IsDeletedOnes);
        Assert.Equal("kept\n", await File.ReadAllTextAsync(kept, Stop));
        var history = await fixture.Server.Admin.Audit.ListAsync(new() { Subject = service.Id }, Stop);
        Assert.Contains(history.Items, entry => entry.Action == "service.delete");
        Assert.Contains(history.Items, entry => entry.Action == "service.create");

        static bool IsDeletedOnes(string path) => path.Contains("/deleted/", StringComparison.Ordinal);
    }

    Script NewScript() => new(fixture.Engine, fixture.Server);

    static StorageDefinition Shared(string? subpath, string path = "/data", bool readOnly = false) =>
        new() { Project = [new(path, subpath, readOnly)] };
}
