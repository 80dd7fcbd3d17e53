using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Overview;

/// <summary>Whether all is well, and where to look if not.</summary>
public sealed partial class OverviewPage(
    CurrentActor actors,
    CurrentProject projects,
    SurveyServices survey,
    ListLaunches launches,
    ListSecretKeys secretKeys,
    ListPullSecrets pullSecrets,
    EngineHealth engine
)
{
    const int RecentLaunches = 8;

    static readonly PageRequest _one = new(Size: 1);

    OverviewFacts? _facts;
    Problem? _problem;

    protected override Task OnInitializedAsync() => LoadAsync(default);

    async Task LoadAsync(CancellationToken stop)
    {
        var (actor, project) = (await actors.GetAsync(stop), await projects.GetAsync(stop));
        var all = await survey.RunAsync(actor, project, stop);
        var recent = await launches.RunAsync(actor, project, null, new PageRequest(Size: RecentLaunches), stop);
        var keys = await secretKeys.RunAsync(actor, project, _one, false, stop);
        var unused = await secretKeys.RunAsync(actor, project, _one, true, stop);
        var registries = await pullSecrets.RunAsync(actor, project, _one, stop);
        _problem = all.Problem ?? recent.Problem ?? keys.Problem ?? unused.Problem ?? registries.Problem;
        if (_problem is null)
            _facts = new(
                all.Value,
                recent.Value.Items,
                keys.Value.Total,
                unused.Value.Total,
                registries.Value.Total,
                await engine.AskAsync(stop)
            );
    }
}
