using System.Text.Json;
using Studio.Domain.Services;

namespace Studio.Tests.Services;

public sealed class StorageRulesTests
{
    const int Kibi = 1024;

    [Theory]
    [InlineData("/data")]
    [InlineData("/a/b.c/d e")]
    [InlineData("/run")]
    [InlineData("/run/secretsanta")]
    [InlineData("/process")]
    [InlineData("/...")]
    [InlineData("/größe")]
    public void A_plain_absolute_path_is_taken(string path) => Assert.Empty(Check(Dir(path)));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("data")]
    [InlineData("./data")]
    [InlineData("//data")]
    [InlineData("/data/")]
    [InlineData("/data//x")]
    [InlineData("/data/../etc")]
    [InlineData("/..")]
    [InlineData("/data/.")]
    [InlineData("/data\0")]
    [InlineData("/data\n")]
    [InlineData("/\u202edata")]
    [InlineData("/proc")]
    [InlineData("/proc/1")]
    [InlineData("/sys/fs")]
    [InlineData("/dev/shm")]
    [InlineData("/run/secrets")]
    [InlineData("/run/secrets/X")]
    [InlineData("/run/studio-secrets/api.sock")]
    [InlineData("/run/studio-api")]
    public void Any_other_path_is_refused_wherever_it_stands(string path)
    {
        Assert.Equal(["storage.emptyDirs[0].path"], Check(Dir(path)));
        Assert.Equal(["storage.files[0].path"], Check(File(path)));
        Assert.Equal(["storage.project[0].path"], Check(Mount(path, null)));
    }

    [Theory]
    [InlineData("uploads")]
    [InlineData("uploads/2026/..a")]
    [InlineData("a b")]
    public void A_plain_relative_subpath_is_taken(string subpath) => Assert.Empty(Check(Mount("/data", subpath)));

    [Theory]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("a/..")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("-rf")]
    [InlineData("a/-rf")]
    [InlineData("a\0")]
    [InlineData("a\u200bb")]
    public void Any_other_subpath_is_refused(string subpath) =>
        Assert.Equal(["storage.project[0].subpath"], Check(Mount("/data", subpath)));

    /// <summary>Whatever is put together of the pieces that paths go wrong with.</summary>
    [Fact]
    public void A_subpath_that_is_taken_never_leads_out_and_has_no_second_spelling()
    {
        string[] pieces = ["a", "b", ".", "..", "/", "//", "-", "\\", " ", "~", "\0", "...", "é", "\u202e"];
        var random = new Random(1);
        var taken = 0;
        for (var run = 0; run < 20_000; run++)
        {
            var subpath = string.Concat(random.GetItems(pieces, random.Next(1, 8)));
            if (Check(Mount("/data", subpath)).Length > 0)
                continue;
            taken++;
            Assert.Equal($"/storage/{subpath}", Path.GetFullPath(Path.Combine("/storage", subpath)));
        }

        Assert.InRange(taken, 100, 10_000);
    }

    [Fact]
    public void A_path_is_mounted_once_whatever_is_mounted() =>
        Assert.Equal(
            ["storage.emptyDirs[0].path", "storage.files[0].path"],
            Check(new([new("/data", null, false)], [new("/data")], [new("/data", "", true)]))
        );

    [Fact]
    public void Nothing_is_mounted_below_a_file() =>
        Assert.Equal(["storage.emptyDirs[0].path"], Check(new([], [new("/etc/app/x")], [new("/etc/app", "", true)])));

    [Theory]
    [InlineData(null, "a", false)]
    [InlineData("a", "a/b", false)]
    [InlineData(null, "a", true)]
    [InlineData("a", "ab", null)]
    [InlineData("a", "a", null)]
    [InlineData(null, null, null)]
    public void Of_one_service_no_mount_may_write_above_another(string? outer, string? inner, bool? readOnlyHelps)
    {
        var errors = Check(
            new([new("/inner", inner, true), new("/outer", outer, ReadOnly: readOnlyHelps == true)], [], [])
        );
        Assert.Equal(readOnlyHelps == false ? ["storage.project[0].subpath"] : [], errors);
    }

    [Fact]
    public void A_file_has_64_KiB_and_all_of_them_1_MiB()
    {
        // Bytes, not characters.
        Assert.Empty(Check(File("/f", new('é', 32 * Kibi))));
        Assert.Equal(["storage.files[0].text"], Check(File("/f", new string('é', 32 * Kibi) + "x")));
        Assert.Empty(Check(Files(16)));
        Assert.Equal(["storage.files"], Check(Files(17)));
    }

    [Fact]
    public void A_text_that_no_file_would_hold_is_refused_and_a_path_that_no_folder_would_have()
    {
        Assert.Equal(["storage.files[0].text"], Check(File("/f", "a\0b")));
        // Half a pair is no character.
        Assert.Equal(["storage.files[0].text"], Check(File("/f", "half a \ud83d pair")));
        Assert.Equal(["storage.files[0].path"], Check(File("/\ud83d")));
        Assert.Empty(Check(File("/\ud83d\udd11", "\ud83d\udd11")));
    }

    [Fact]
    public void There_are_at_most_100_of_each()
    {
        var dirs = Enumerable.Range(0, 101).Select(index => new EmptyDir($"/d{index}")).ToList();
        Assert.Empty(Check(new([], dirs[..100], [])));
        Assert.Equal(["storage.emptyDirs"], Check(new([], dirs, [])));
    }

    [Theory]
    [InlineData("""{"name":"web","image":"app:1"}""")]
    [InlineData(
        """{"name":"web","image":"app:1","environment":[],"bindings":[],"ports":[],"resources":{"memoryMiB":512,"cpus":1,"pids":256}}"""
    )]
    public void A_definition_of_before_there_was_storage_is_read_and_is_the_same(string stored)
    {
        var read = JsonSerializer.Deserialize(stored, DefinitionJson.Default.ServiceDefinition)!;
        Assert.Null(read.Storage);
        Assert.DoesNotContain("storage", DefinitionJson.Write(read), StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_is_stored_and_compared_by_what_it_says()
    {
        ServiceDefinition Web(string text) =>
            new()
            {
                Name = "web",
                Image = "app:1",
                Storage = new([new("/data", "a", true)], [new("/cache")], [new("/f", text, false)]),
            };
        var read = JsonSerializer.Deserialize(
            DefinitionJson.Write(Web("one\n")),
            DefinitionJson.Default.ServiceDefinition
        )!;

        Assert.True(read.IsSameAs(Web("one\n")));
        Assert.False(read.IsSameAs(Web("two\n")));
        Assert.Equal("one\n", read.Storage!.Files[0].Text);
    }

    static ServiceStorage Dir(string path) => new([], [new(path)], []);

    static ServiceStorage File(string path, string text = "") => new([], [], [new(path, text, true)]);

    static ServiceStorage Mount(string path, string? subpath) => new([new(path, subpath, false)], [], []);

    static ServiceStorage Files(int count) =>
        new(
            [],
            [],
            [.. Enumerable.Range(0, count).Select(index => new InlineFile($"/f{index}", new('x', 64 * Kibi), true))]
        );

    static string[] Check(ServiceStorage storage) =>
        [
            .. DefinitionRules
                .Check(
                    new()
                    {
                        Name = "web",
                        Image = "app:1",
                        Storage = storage,
                    }
                )
                .Select(error => error.Field),
        ];
}
