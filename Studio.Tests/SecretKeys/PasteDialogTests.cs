using Bunit;
using Studio.SecretKeys;
using Studio.Tests.Components;

namespace Studio.Tests.SecretKeys;

public sealed class PasteDialogTests : ComponentTest
{
    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void More_entries_than_a_collection_holds_are_refused(int count, bool refused)
    {
        var dialog = Render<PasteDialog>();

        dialog.Find("textarea").Input(string.Concat(Enumerable.Range(0, count).Select(index => $"A{index}=1\n")));

        Assert.Equal(refused, dialog.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Equal(refused ? 1 : 0, dialog.FindAll("[role=alert]").Count);
        Assert.Contains($"{count} entries", dialog.Markup, StringComparison.Ordinal);
    }
}
