using Studio.Domain.Folders;
using Studio.Domain.Projects;

namespace Studio.Tests.Folders;

public sealed class ProjectFoldersTests : IDisposable
{
    readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("studio-folders-");
    readonly ProjectId _project = ProjectId.New();
    readonly ProjectFolders _folders;

    public ProjectFoldersTests() => _folders = new(new StorageRoot(Root));

    string Root => Path.Combine(_outside.FullName, "storage");

    public void Dispose() => _outside.Delete(recursive: true);

    [Fact]
    public void Only_our_user_enters_and_inside_everybody_may_write()
    {
        Assert.True(_folders.TryMake(_project, "a/b"));

        var own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(own, File.GetUnixFileMode(Root));
        foreach (var subpath in (string?[])[null, "a", "a/b"])
            Assert.Equal((UnixFileMode)0b111_111_111, File.GetUnixFileMode(_folders.PathOf(_project, subpath)));
    }

    [Fact]
    public void A_root_that_others_could_enter_is_closed_before_anything_is_made_in_it()
    {
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_111_111);

        _folders.TryMake(_project, null);

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Root));
    }

    [Fact]
    public void What_is_there_stays_as_it_is()
    {
        _folders.TryMake(_project, "a");
        var folder = _folders.PathOf(_project, "a");
        File.WriteAllText(Path.Combine(folder, "kept"), "");
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.True(_folders.TryMake(_project, "a"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.True(File.Exists(Path.Combine(folder, "kept")));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("link/below")]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("dangling")]
    [InlineData("inside/below")]
    public void A_link_or_a_file_in_the_way_is_not_used_and_nothing_is_made_behind_it(string subpath)
    {
        _folders.TryMake(_project, "real");
        var storage = _folders.PathOf(_project, null);
        var target = _outside.CreateSubdirectory("target");
        Directory.CreateSymbolicLink(Path.Combine(storage, "link"), target.FullName);
        Directory.CreateSymbolicLink(Path.Combine(storage, "dangling"), Path.Combine(target.FullName, "gone"));
        Directory.CreateSymbolicLink(Path.Combine(storage, "inside"), "real");
        File.WriteAllText(Path.Combine(storage, "file"), "");

        Assert.False(_folders.TryMake(_project, subpath));

        Assert.Empty(target.EnumerateFileSystemInfos());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(storage, "real")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../..")]
    [InlineData("")]
    [InlineData("/etc")]
    public void A_subpath_that_no_rule_has_seen_is_a_bug(string subpath)
    {
        Assert.Throws<ArgumentException>(() => _folders.TryMake(_project, subpath));
        Assert.Throws<ArgumentException>(() => _folders.PathOf(_project, subpath));
    }
}
