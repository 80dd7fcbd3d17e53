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

    /// <summary>What each of the services that bind a collection takes of it: names of entries, by wire id of the service.</summary>
    /// <returns>Null for a service that takes all of it. Both the newest revision and the live one count.</returns>
    Task<IReadOnlyDictionary<string, IReadOnlySet<string>?>> FindTakenAsync(
        ProjectId project,
        SecretKeysId keys,
        CancellationToken stop
    );

    /// <summary>When the last launch was ordered that was given something of a collection, by collection.</summary>
    Task<IReadOnlyDictionary<SecretKeysId, DateTimeOffset>> FindLastUsesAsync(
        ProjectId project,
        CancellationToken stop
    );

    /// <summary>The versions of a collection that kept launches name, and need to be rolled back to.</summary>
    Task<IReadOnlySet<int>> FindNamedVersionsAsync(SecretKeysId keys, CancellationToken stop);
}

/// <summary>A service that uses a collection.</summary>
/// <param name="Id">Wire id of the service.</param>
/// <param name="Version">The version of the collection that it runs with; null when it does not run.</param>
public sealed record SecretUser(string Id, string Name, bool Running, int? Version)
{
    /// <summary>When its newest revision was stored: it may bind the collection since then.</summary>
    public DateTimeOffset RevisedAt { get; init; }

    /// <summary>Whether it runs with an older version than the one that is stored.</summary>
    public bool IsStale(int stored) => Running && Version < stored;
}

static class SecretUsageQuestions
{
    /// <inheritdoc cref="ISecretUsage.FindAsync"/>
    /// <remarks>Services use no personal collections: those are chosen for each run.</remarks>
    public static async Task<ILookup<SecretKeysId, SecretUser>> OfAsync(
        this ISecretUsage usage,
        SecretOwner owner,
        IReadOnlyCollection<SecretKeysId>? only,
        CancellationToken stop
    ) =>
        owner.Project is { } project
            ? await usage.FindAsync(project, only, stop)
            : Array.Empty<SecretUser>().ToLookup(_ => default(SecretKeysId));
}
