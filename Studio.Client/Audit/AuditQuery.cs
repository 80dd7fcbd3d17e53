namespace Studio.Client.Audit;

/// <summary>Which entries of the audit log are asked for; null does not filter.</summary>
public sealed record AuditQuery
{
    /// <summary>Id or name.</summary>
    public string? Actor { get; init; }

    public string? Action { get; init; }

    /// <summary>Id or name.</summary>
    public string? Subject { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int? Page { get; init; }

    public int? PageSize { get; init; }
}
