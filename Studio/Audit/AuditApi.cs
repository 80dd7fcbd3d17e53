using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Common;
using Studio.Domain.Audit;
using Studio.Domain.Identity;

namespace Studio.Audit;

static class AuditApi
{
    public static RouteGroupBuilder MapAudit(this RouteGroupBuilder group)
    {
        group
            .MapGet("", ListAsync)
            .WithName("ListAudit")
            .WithSummary("Reads the audit log, newest first.")
            .Produces<PagedResponse<AuditEntryResponse>>()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group
            .MapGet("/verify", VerifyAsync)
            .WithName("VerifyAudit")
            .WithSummary("Checks that no entry of the audit log was changed or removed.")
            .Produces<AuditVerifyResponse>()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        return group;
    }

    static async Task<IResult> ListAsync(
        [AsParameters] AuditQuery query,
        Actor actor,
        ListAudit list,
        CancellationToken stop
    )
    {
        var page = new ListQuery { Page = query.Page, PageSize = query.PageSize }.ToPageRequest();
        var filter = new AuditFilter(query.Actor, query.Action, query.Subject, query.From, query.To);
        return (await list.RunAsync(actor, filter, page, stop)).Match<IResult>(
            found => TypedResults.Ok(found.ToResponse(AuditMapping.ToResponse)),
            problem => problem.ToHttp()
        );
    }

    static async Task<IResult> VerifyAsync(Actor actor, VerifyAudit verify, CancellationToken stop) =>
        (await verify.RunAsync(actor, stop)).Match<IResult>(
            verdict => TypedResults.Ok(verdict.ToResponse()),
            problem => problem.ToHttp()
        );
}
