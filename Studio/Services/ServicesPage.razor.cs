using Microsoft.AspNetCore.Components;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Services;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Services;

/// <summary>All services with their states, asked again every few seconds while the page is open.</summary>
public sealed partial class ServicesPage(CurrentActor actors, CurrentProject projects, ListServices list)
{
    const string _example = """
        Image               registry.example.com/team/web:1.4
        Image Pull Secret   registry
        Secret keys         weather  →  API_KEY, API_URL
        """;

    ListQuery _query = new();
    Rows<ServiceView>? _rows;
    Problem? _problem;

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    protected override Task OnParametersSetAsync()
    {
        _query = ListQuery.From(Search, Sort, Page);
        return LoadAsync(default);
    }

    async Task LoadAsync(CancellationToken stop)
    {
        var (actor, project) = (await actors.GetAsync(stop), await projects.GetAsync(stop));
        var query = _query;
        var page = new PageRequest(query.Search, query.Sort, query.Page, ListQuery.PageSize);
        var result = await list.RunAsync(actor, project, page, stop);
        // Somebody searched or turned the page while this was asked.
        if (query != _query)
            return;
        if (result.TryGet(out var found, out _problem))
            _rows = new(found.Items, found.Total);
    }

    async Task EndAsync(Problem? problem)
    {
        if (problem is null)
            await LoadAsync(default);
        else
            _problem = problem;
    }
}
