using Studio.Client.Common;

namespace Studio.Client.Audit;

/// <summary>What was done, by whom; newest first.</summary>
public sealed class AuditClient
{
    private readonly RestConnection _connection;

    internal AuditClient(RestConnection connection) => _connection = connection;

    public Task<PagedResponse<AuditEntryResponse>> ListAsync(AuditQuery query, CancellationToken stop = default) =>
        _connection.GetAsync(
            $"audit{new RestQuery(new ListQuery { Page = query.Page, PageSize = query.PageSize }, ("actor", query.Actor), ("action", query.Action), ("subject", query.Subject), ("from", query.From), ("to", query.To))}",
            StudioJson.Tolerant.PagedResponseAuditEntryResponse,
            stop
        );

    /// <summary>Whether nobody has changed the log since it was written.</summary>
    public Task<AuditVerifyResponse> VerifyAsync(CancellationToken stop = default) =>
        _connection.GetAsync($"audit/verify", StudioJson.Tolerant.AuditVerifyResponse, stop);
}
