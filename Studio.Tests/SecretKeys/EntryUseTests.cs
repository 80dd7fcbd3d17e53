using Bunit;
using Studio.Domain.SecretKeys;
using Studio.SecretKeys;

namespace Studio.Tests.SecretKeys;

/// <summary>Stored is not in use.</summary>
public sealed class EntryUseTests : BunitContext
{
    static readonly SecretUser Current = new("svc-1", "web", Running: true, 3);
    static readonly SecretUser Older = new("svc-2", "job", Running: true, 2);
    static readonly SecretUser Stopped = new("svc-3", "batch", Running: false, null);

    [Fact]
    public void In_use_is_what_something_runs_with() =>
        Assert.Equal("in use|Runs with it: web. Not yet: job.", Chip(Current, Older, Stopped));

    [Fact]
    public void What_only_the_next_launch_brings_is_stored() =>
        Assert.Equal("stored|Comes with the next launch of: job.", Chip(Older, Stopped));

    [Fact]
    public void What_nothing_runs_with_is_stored()
    {
        Assert.Equal("stored|Nothing runs with it. Used by: batch.", Chip(Stopped));
        Assert.Equal("stored|Nothing uses it.", Chip());
    }

    string Chip(params SecretUser[] users)
    {
        var chip = Render<EntryUse>(parameters => parameters.Add(use => use.Users, users).Add(use => use.Since, 3))
            .Find(".chip");
        return $"{chip.LastChild!.TextContent.Trim()}|{chip.GetAttribute("title")}";
    }
}
