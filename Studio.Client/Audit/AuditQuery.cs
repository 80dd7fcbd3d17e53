namespace Studio.Client.Audit;

/// <summary>Which entries of the audit log are asked for; null does not filter.</summary>
/// <param name="Actor">Id or name.</param>
/// <param name="Subject">Id or name.</param>
public sealed record AuditQuery(
    string? Actor = null,
    string? Action = null,
    string? Subject = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    int? Page = null,
    int? PageSize = null
);
