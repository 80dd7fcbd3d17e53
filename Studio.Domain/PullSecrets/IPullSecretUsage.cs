using Studio.Domain.Projects;

namespace Studio.Domain.PullSecrets;

/// <summary>Who uses pull secrets. Asked here, and answered by the slice of those who do.</summary>
public interface IPullSecretUsage
{
    /// <summary>The services of a project that pull with these secrets in their newest revision.</summary>
    /// <param name="only">The pull secrets that are asked about; null: all that are used.</param>
    Task<ILookup<PullSecretId, PullSecretUser>> FindAsync(
        ProjectId project,
        IReadOnlyCollection<PullSecretId>? only,
        CancellationToken stop
    );
}

/// <summary>A service that pulls with a pull secret.</summary>
/// <param name="Id">Wire id of the service.</param>
public sealed record PullSecretUser(string Id, string Name, bool Running);
