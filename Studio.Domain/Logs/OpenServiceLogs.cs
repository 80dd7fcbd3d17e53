using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;

namespace Studio.Domain.Logs;

/// <summary>Opens what a service's container has printed, to be leafed through.</summary>
public sealed class OpenServiceLogs(LogSources sources, AuditTrail audit)
{
    /// <param name="instance">The launch whose container is meant; null: the live one.</param>
    /// <returns>
    /// A book, which the caller disposes; <see cref="Denied"/>, <see cref="Missing"/>, <see cref="EngineUnavailable"/>,
    /// <see cref="Sealed"/>; or <see cref="Refused"/> with <c>no-container</c> or <c>unredactable</c>.
    /// </returns>
    public async Task<Result<LogBook>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        LaunchId? instance,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, AuditActions.ViewLogs, stop) is { } denied)
            return denied;
        return await sources.ReadAsync(
            project,
            idOrName,
            instance,
            async source => new LogBook(sources, source, await sources.OpenHistoryAsync(source, stop)),
            stop
        );
    }
}
