using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.Redaction;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.Images;

/// <param name="Image">As the service's definition names it.</param>
/// <param name="Digest">What the registry has under that name now.</param>
/// <param name="Detail">How it was got, for people.</param>
public sealed record PulledNow(string Image, string Digest, string Detail);

/// <summary>
/// Pulls the image of a service's newest definition now, with that service's own pull secret, by the rules of a launch whose policy is
/// <see cref="PullPolicy.Always"/>. What runs is not touched; the next launch finds its image here.
/// </summary>
public sealed class PullImage(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    LaunchPlanning planning,
    OpenCredentials credentials,
    ImagePull images
)
{
    const int LongestReason = 500;

    /// <param name="progress">Told of every layer that comes further; null: nobody looks.</param>
    /// <returns><see cref="Denied"/>, <see cref="Missing"/>, <see cref="Sealed"/>, <see cref="EngineUnavailable"/>; or
    /// <see cref="Refused"/> as in a launch: <c>registry-mismatch</c>, <c>pull-denied</c>, <c>image-missing</c>, …</returns>
    public async Task<Result<PulledNow>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        IProgress<PullProgress>? progress,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.PullImage;
        if (await audit.RefusalAsync(actor, Permission.LaunchServices, project, Action, stop) is { } denied)
            return denied;
        if (vault.IsSealed)
            return new Sealed();
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        AuditSubject subject = new($"{service.Id}", service.Name, project);
        if (!(await PlanAsync(database, service, stop)).TryGet(out var plan, out var problem))
            return await RefuseAsync(problem);
        var reference = plan.Image.Reference;
        RegistryCredentials? account = null;
        if (plan.PullSecret is { } secret)
        {
            var opened = await credentials.RunAsync(project, secret.Id, reference, stop);
            if (!opened.TryGet(out account, out problem))
                return await RefuseAsync(problem);
            AuditSubject used = new($"{secret.Id}", secret.Name, project);
            var purpose = $"for a pull of {service.Name}";
            audit.Record(database, actor, AuditActions.SecretAccess, used, purpose, access: "materialize");
        }

        audit.Record(database, actor, Action, subject, $"{reference}");
        await database.SaveChangesAsync(stop);
        try
        {
            Action<PullProgress> tell = progress is null ? _ => { } : progress.Report;
            var found = await images.GetAsync(project, reference, PullPolicy.Always, account, tell, stop);
            return new PulledNow($"{reference}", found.Digest, found.Detail);
        }
        catch (EngineException exception)
        {
            problem = exception.ToProblem();
        }
        catch (LaunchFailedException exception)
        {
            problem = exception.Problem;
        }

        await audit.WriteAsync(actor, Action, subject, problem.Code, "failed", CancellationToken.None);
        return Redacted(problem, account);

        async Task<Problem> RefuseAsync(Problem reason)
        {
            await audit.WriteAsync(actor, Action, subject, reason.Code, "refused", stop);
            return reason;
        }
    }

    /// <summary>Of the plan of a launch, what is about the image: what else is wrong with the service does not keep it from being pulled.</summary>
    async Task<Result<LaunchPlan>> PlanAsync(StudioDbContext database, Service service, CancellationToken stop)
    {
        var definition = await database
            .ServiceRevisions.Where(row => row.Service == service.Id && row.Number == service.Revision)
            .Select(row => row.Definition)
            .SingleAsync(stop);
        // What is never to be pulled by a launch is pulled by people.
        definition = definition with
        {
            Pull = PullPolicy.Always,
        };
        var plan = await planning.PlanAsync(database, service.Project, definition, service.Revision, null, stop);
        var wrong = plan.Problems.FirstOrDefault(problem => problem.Field is null or "image" or "pullSecret");
        return wrong switch
        {
            null => plan,
            { Code: LaunchPlanner.EngineAway } => new EngineUnavailable(),
            _ => new Refused(wrong.Code, wrong.Message),
        };
    }

    // The registry's words may hold what it was sent.
    static Problem Redacted(Problem problem, RegistryCredentials? account)
    {
        var known = account is null ? KnownValues.None : new KnownValues([("password", account.Password)]);
        return problem with { Message = $"{known.Redact(problem.Message).Shortened(LongestReason)}" };
    }
}
