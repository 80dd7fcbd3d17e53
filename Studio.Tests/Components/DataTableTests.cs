using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Studio.Components;

namespace Studio.Tests.Components;

public class DataTableTests : ComponentTest
{
    static readonly Rows<string> _three = new(["api", "web", "worker"], 120);

    [Fact]
    public void A_heading_links_to_the_list_sorted_by_it_and_back()
    {
        GoTo("services?stale=true&page=3");

        Assert.Equal("services?stale=true&sort=name", Href(RenderTable(new(Page: 3)), "th a"));
        Assert.Equal("services?stale=true&sort=-name", Href(RenderTable(new(Sort: "name", Page: 3)), "th a"));
        Assert.Equal("descending", RenderTable(new(Sort: "-name")).Find("th").GetAttribute("aria-sort"));
    }

    [Fact]
    public void The_pager_says_where_one_is_and_links_both_ways()
    {
        GoTo("services?search=w&page=2");
        var table = RenderTable(new("w", Page: 2));

        Assert.Equal("51–100 of 120", table.Find(".pager span").TextContent);
        Assert.Equal("services?search=w", Href(table, "a[rel=prev]"));
        Assert.Equal("services?search=w&page=3", Href(table, "a[rel=next]"));
    }

    [Fact]
    public void Typing_searches_once_after_a_pause()
    {
        GoTo("services?sort=name&page=3");
        var table = RenderTable(new(Sort: "name", Page: 3));

        table.Find("input").Input("w");
        Time.Advance(TimeSpan.FromMilliseconds(100));
        table.Find("input").Input("wo");
        Assert.Equal("services?sort=name&page=3", Here);
        Time.Advance(TimeSpan.FromMilliseconds(300));

        table.WaitForAssertion(() => Assert.Equal("services?sort=name&search=wo", Here));
    }

    [Fact]
    public void An_answer_does_not_overwrite_what_was_typed_meanwhile()
    {
        var table = RenderTable(new());
        table.Find("input").Input("w");
        Time.Advance(TimeSpan.FromSeconds(1));
        table.WaitForAssertion(() => Assert.EndsWith("search=w", Here, StringComparison.Ordinal));

        table.Find("input").Input("wor");
        table.Render(with => with.Add(it => it.Query, new("w")));

        Assert.Equal("wor", table.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void Nothing_at_all_and_nothing_found_are_different_pages()
    {
        var none = new Rows<string>([], 0);

        Assert.Contains("Create the first", RenderTable(new(), none).Markup, StringComparison.Ordinal);
        var searched = RenderTable(new("x"), none);
        Assert.DoesNotContain("Create the first", searched.Markup, StringComparison.Ordinal);
        Assert.Contains("Nothing matches", searched.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_still_loads_says_so_and_counts_nothing()
    {
        var table = Render<DataTable<string>>(with =>
            with.Add(it => it.Query, new())
                .Add(it => it.Rows, null)
                .Add(it => it.Key, row => row)
                .Add(it => it.Caption, "Services")
                .Add(it => it.SearchLabel, "Search")
        );

        Assert.Equal("true", table.Find(".scroll").GetAttribute("aria-busy"));
        Assert.Contains("Loading", table.Find("td").TextContent, StringComparison.Ordinal);
        Assert.Equal("", table.Find("[role=status]").TextContent);
    }

    [Theory]
    [InlineData(1, "1 row")]
    [InlineData(12345, "12,345 rows")]
    public void The_whole_list_is_counted_for_people(int total, string words) =>
        Assert.Equal(words, RenderTable(new(), new(["api"], total)).Find("[role=status]").TextContent);

    [Fact]
    public void The_last_page_ends_with_the_list_and_leads_back_only()
    {
        var table = RenderTable(new(Page: 3));

        Assert.Equal("101–120 of 120", table.Find(".pager span").TextContent);
        Assert.Empty(table.FindAll("a[rel=next]"));
    }

    [Fact]
    public void A_search_that_comes_with_the_address_is_in_the_box()
    {
        var table = RenderTable(new("web"));
        Assert.Equal("web", table.Find("input").GetAttribute("value"));

        table.Render(with => with.Add(it => it.Query, new("worker")));

        Assert.Equal("worker", table.Find("input").GetAttribute("value"));
    }

    string Here => Services.GetRequiredService<NavigationManager>().ToBaseRelativePath(Navigation.Uri);

    NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    void GoTo(string address) => Navigation.NavigateTo(address);

    string Href(IRenderedComponent<DataTable<string>> table, string selector) =>
        Navigation.ToBaseRelativePath(table.Find(selector).GetAttribute("href")!);

    IRenderedComponent<DataTable<string>> RenderTable(ListQuery query, Rows<string>? rows = null) =>
        Render<DataTable<string>>(with =>
            with.Add(it => it.Query, query)
                .Add(it => it.Rows, rows ?? _three)
                .Add(it => it.Key, row => row)
                .Add(it => it.Caption, "Services")
                .Add(it => it.SearchLabel, "Search services")
                .Add(it => it.Empty, "<p>Create the first</p>")
                .Add<Column<string>>(
                    it => it.Columns,
                    column =>
                        column
                            .Add(it => it.Title, "Name")
                            .Add(it => it.Sort, "name")
                            .Add(it => it.ChildContent, row => $"<b>{row}</b>")
                )
        );
}
