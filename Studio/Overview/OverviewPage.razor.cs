using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Overview;

/// <summary>Whether all is well, and where to look if not.</summary>
public sealed partial class OverviewPage(
    PageDoor door,
    SurveyServices survey,
    ListLaunches launches,
    ListSecretKeys secretKeys,
    ListExpiringEntries expiring,
    ListPullSecrets pullSecrets,
    GetEngine engine
)
{
    const int RecentLaunches = 8;

    static readonly TimeSpan _age = TimeSpan.FromSeconds(9);

    static readonly PageRequest _one = new(Size: 1);

    OverviewFacts? _facts;
    Problem? _problem;

    protected override Task OnInitializedAsync() => LoadAsync(default);

    async Task LoadAsync(CancellationToken stop)
    {
        var facts = await door.RunAsync((actor, project) => AskAsync(actor, project, stop));
        _problem = facts.Problem;
        if (facts.Succeeded)
            _facts = facts.Value;
    }

    async Task<Result<OverviewFacts>> AskAsync(Actor actor, ProjectId project, CancellationToken stop)
    {
        var all = await survey.RunAsync(actor, project, stop);
        var recent = await launches.RunAsync(actor, project, null, new PageRequest(Size: RecentLaunches), stop);
        var keys = await secretKeys.RunAsync(actor, project, _one, false, stop);
        var unused = await secretKeys.RunAsync(actor, project, _one, true, stop);
        var ending = await expiring.RunAsync(actor, project, stop);
        var registries = await pullSecrets.RunAsync(actor, project, _one, stop);
        var reachable = await engine.RunAsync(actor, project, _age, stop);
        var problem =
            all.Problem ?? recent.Problem ?? keys.Problem ?? unused.Problem ?? ending.Problem ?? registries.Problem;
        return problem is not null
            ? problem
            : new OverviewFacts(
                all.Value,
                recent.Value.Items,
                keys.Value.Total,
                unused.Value.Total,
                registries.Value.Total,
                ending.Value,
                reachable.Succeeded ? reachable.Value : null
            );
    }
}
