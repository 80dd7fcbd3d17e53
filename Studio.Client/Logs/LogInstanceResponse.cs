namespace Studio.Client.Logs;

/// <summary>A launch whose output can be read.</summary>
/// <param name="Launch">Its id, for <c>instance</c>.</param>
/// <param name="State">Of the launch, such as <c>live</c> or <c>failed</c>.</param>
/// <param name="IsKept">The container is gone: only the last of what it printed is there, redacted as it was then.</param>
public sealed record LogInstanceResponse(
    string Launch,
    int Revision,
    string State,
    DateTimeOffset CreatedAt,
    bool IsKept
);
