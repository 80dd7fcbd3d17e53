using Bunit;
using Radzen;
using Radzen.Blazor;
using Studio.Services;
using Studio.Tests.Components;

namespace Studio.Tests.Services;

public sealed class SearchDropDownTests : ComponentTest
{
    static readonly Option[] _offered =
    [
        new("", "None"),
        new("keys-001", "keys-001 (a)"),
        new("keys-002", "keys-002 (b)"),
    ];
    static readonly Option _far = new("keys-201", "keys-201 (z)");

    string _value = "";
    string? _searched;

    [Fact]
    public void What_is_chosen_shows_though_it_is_not_among_the_first()
    {
        _value = _far.Value;
        Assert.Equal(_far.Value, Label(RenderChoice()));
    }

    [Fact]
    public async Task Typing_asks_for_what_is_not_among_the_first_and_it_can_be_chosen()
    {
        var choice = RenderChoice();
        Assert.Equal(_offered.Select(option => option.Text), Options(choice));

        await SearchAsync(choice, " 201 ");
        Assert.Equal("201", _searched);
        // What is chosen stays a choice.
        Assert.Equal([_far.Text, "None"], Options(choice));
        Assert.Equal("None", Label(choice));

        await choice.Find("[role=option]").ClickAsync(new());
        Assert.Equal(_far.Value, _value);
        choice.Render(with => with.Add(it => it.Value, _value));
        Assert.Equal(_far.Text, Label(choice));
        Assert.Equal([.. _offered.Select(option => option.Text), _far.Text], Options(choice));
    }

    [Fact]
    public async Task An_answer_that_comes_after_a_newer_search_is_dropped()
    {
        var slow = new TaskCompletionSource<IReadOnlyList<Option>>();
        var choice = RenderChoice(search =>
            search == "slow" ? slow.Task : Task.FromResult<IReadOnlyList<Option>>([_far])
        );

        var first = SearchAsync(choice, "slow");
        await SearchAsync(choice, "201");
        slow.SetResult([new("slow", "slow")]);
        await first;

        Assert.Equal([_far.Text, "None"], Options(choice));
    }

    [Fact]
    public void It_is_filtered_by_a_field_that_says_what_it_is_for() =>
        Assert.Equal("Search", RenderChoice().Find("input.rz-dropdown-filter").GetAttribute("aria-label"));

    static Task SearchAsync(IRenderedComponent<SearchDropDown> choice, string text) =>
        choice.InvokeAsync(() =>
            choice
                .FindComponent<RadzenDropDown<string>>()
                .Instance.LoadData.InvokeAsync(new LoadDataArgs { Filter = text })
        );

    static string Label(IRenderedComponent<SearchDropDown> choice) =>
        choice.Find(".rz-dropdown-label").TextContent.Trim();

    static IEnumerable<string> Options(IRenderedComponent<SearchDropDown> choice) =>
        choice.FindAll("[role=option]").Select(option => option.TextContent.Trim());

    IRenderedComponent<SearchDropDown> RenderChoice(Func<string, Task<IReadOnlyList<Option>>>? find = null) =>
        Render<SearchDropDown>(with =>
            with.Add(it => it.Offered, _offered)
                .Add(it => it.Find, find ?? Find)
                .Add(it => it.Value, _value)
                .Add(it => it.ValueChanged, value => _value = value)
        );

    Task<IReadOnlyList<Option>> Find(string search)
    {
        _searched = search;
        return Task.FromResult<IReadOnlyList<Option>>([_far]);
    }
}
