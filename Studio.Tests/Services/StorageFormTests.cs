using AngleSharp.Dom;
using Bunit;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Services;
using Studio.Services;
using Studio.Tests.Components;

namespace Studio.Tests.Services;

public sealed class StorageFormTests : ComponentTest
{
    readonly ServiceForm _form = new() { Name = "web", Image = "app:1" };

    [Fact]
    public void Rows_are_added_typed_in_and_become_the_definition()
    {
        var section = Show();
        Press(section, "Add folder");
        Press(section, "Add empty folder");
        Press(section, "Add file");

        Type(section, "Folder of the project", 0, " /data ");
        Type(section, "Folder of the project", 1, "in");
        Type(section, "Empty folder", 0, "/cache");
        Type(section, "File", 0, "/etc/app.conf");
        Group(section, "File").QuerySelector("textarea")!.Change("a = 1\n");

        var storage = _form.ToDraft().Value.Definition.Storage!;
        Assert.Equal([new("/data", "in", false)], storage.Project);
        Assert.Equal([new("/cache")], storage.EmptyDirs);
        Assert.Equal([new("/etc/app.conf", "a = 1\n", true)], storage.Files);
    }

    [Fact]
    public void What_is_stored_is_shown_and_comes_back_as_it_was()
    {
        var storage = new ServiceStorage(
            [new("/data", null, true)],
            [new("/cache")],
            [new("/f", "  kept as it is\n\n", false)]
        );

        var form = StorageForm.Of(storage);

        Assert.Equivalent(storage, form.ToStorage(), strict: true);
        Assert.Null(StorageForm.Of(null).ToStorage());
    }

    [Fact]
    public void An_error_stands_in_its_row_and_blank_rows_do_not_shift_it()
    {
        _form.Storage.Project.AddRange([new(), new() { Path = "data", Subpath = "../x" }]);
        _form.Storage.EmptyDirs.AddRange([new(), new() { Path = "/" }]);
        _form.Storage.Files.AddRange([new(), new() { Path = "/proc/x", Text = "\0" }]);
        var definition = _form.ToDraft().Value.Definition;

        var section = Show(FormErrors.Of(new Invalid([.. DefinitionRules.Check(definition)]), ServiceForm.Fields));

        Assert.Equal(
            [0, 2, 0, 1, 0, 2],
            section.FindAll("[role=group]").Select(row => row.QuerySelectorAll("[role=alert]").Length)
        );
    }

    [Fact]
    public void A_row_that_is_removed_is_gone()
    {
        _form.Storage.Project.AddRange([new() { Path = "/a" }, new() { Path = "/b" }]);
        var section = Show();

        section.Find("[aria-label='Remove folder /a']").Click();

        Assert.Equal(["/b"], _form.ToDraft().Value.Definition.Storage!.Project.Select(mount => mount.Path));
        Assert.Single(section.FindAll("[role=group]"));
    }

    [Fact]
    public void The_overview_says_what_is_mounted_and_not_the_text()
    {
        var storage = new ServiceStorage(
            [new("/data", "in", true), new("/all", null, false)],
            [new("/cache")],
            [new("/f", "text", true)]
        );

        var facts = Render<StorageFacts>(with => with.Add(it => it.Storage, storage));

        Assert.Equal(
            [
                "/data project storage, in, read-only",
                "/all project storage",
                "/cache empty at each start",
                "/f file, 4 bytes, read-only",
            ],
            facts.FindAll(".item").Select(item => item.TextContent)
        );
        Assert.Equal("none", Render<StorageFacts>(with => with.Add(it => it.Storage, null)).Find("span").TextContent);
    }

    IRenderedComponent<StorageSection> Show(FormErrors? errors = null) =>
        Render<StorageSection>(with => with.Add(it => it.Form, _form).Add(it => it.Errors, errors ?? FormErrors.None));

    static void Press(IRenderedComponent<StorageSection> section, string button) =>
        section.FindAll("button").Single(one => one.TextContent.EndsWith(button, StringComparison.Ordinal)).Click();

    static void Type(IRenderedComponent<StorageSection> section, string group, int input, string text) =>
        Group(section, group).QuerySelectorAll("input:not([type=checkbox])")[input].Change(text);

    static IElement Group(IRenderedComponent<StorageSection> section, string name) =>
        section.Find($"[role=group][aria-label='{name}']");
}
