using Studio.Domain.Projects;

namespace Studio.Domain.SecretKeys;

/// <summary>Who uses secret keys. Asked here, and answered by the slice of those who do.</summary>
public interface ISecretUsage
{
    /// <summary>The services of a project that bind these collections, in their newest revision or in the live one.</summary>
    /// <param name="only">The collections that are asked about; null: all that are bound.</param>
    Task<ILookup<SecretKeysId, SecretUser>> FindAsync(
        ProjectId project,
        IReadOnlyCollection<SecretKeysId>? only,
        CancellationToken stop
    );
}

/// <summary>A service that uses a collection.</summary>
/// <param name="Id">Wire id of the service.</param>
/// <param name="Version">The version of the collection that it runs with; null when it does not run.</param>
public sealed record SecretUser(string Id, string Name, bool Running, int? Version)
{
    /// <summary>Whether it runs with an older version than the one that is stored.</summary>
    public bool IsStale(int stored) => Running && Version < stored;
}
