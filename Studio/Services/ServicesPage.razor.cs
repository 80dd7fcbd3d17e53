using Microsoft.AspNetCore.Components;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Metrics;
using Studio.Domain.Services;

namespace Studio.Services;

/// <summary>All services with their states, asked again every few seconds while the page is open.</summary>
public sealed partial class ServicesPage(PageDoor door, ListServices list, SurveyMetrics survey)
{
    const string _example = """
        Image               registry.example.com/team/web:1.4
        Image Pull Secret   registry
        Secret keys         weather  →  API_KEY, API_URL
        """;

    ListQuery _query = new();
    Rows<ServiceView>? _rows;
    MetricsSurvey? _usage;
    Problem? _unread;
    Problem? _refusal;

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    protected override Task OnParametersSetAsync()
    {
        _query = ListQuery.From(Search, Sort, Page);
        return LoadAsync(default);
    }

    async Task LoadAsync(CancellationToken stop)
    {
        var query = _query;
        var result = await door.RunAsync(
            (actor, project) => list.RunAsync(actor, project, query.ToPageRequest(), stop)
        );
        // Somebody searched or turned the page while this was asked.
        if (query != _query)
            return;
        if (result.TryGet(out var found, out _unread))
        {
            _rows = found.ToRows();
            await MeasureAsync(found.Items, stop);
        }
    }

    async Task MeasureAsync(IReadOnlyList<ServiceView> shown, CancellationToken stop)
    {
        var ids = shown.Select(service => service.Id).ToList();
        var used = await door.RunAsync((actor, project) => survey.RunAsync(actor, project, ids, stop));
        _usage = used.Succeeded ? used.Value : null;
    }

    ServiceUsage? UsageOf(ServiceView service) => _usage?.Services.GetValueOrDefault(service.Id);

    async Task EndAsync(Problem? problem)
    {
        _refusal = problem;
        if (problem is null)
            await LoadAsync(default);
    }
}
