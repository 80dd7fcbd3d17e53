using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.PullSecrets;
using Studio.Domain.Redaction;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// The values that the container of a launch was given, opened once more to take them out of what it prints: at its launch, for a
/// command or a terminal since, and the credentials of its image. They go nowhere from here. Not a use case: who asks has authorized.
/// </summary>
public sealed class InstanceValues(
    IDbContextFactory<StudioDbContext> databases,
    OpenSecretValues values,
    OpenCredentials credentials
)
{
    /// <summary>The answer where <see cref="OfAsync"/> gives nothing.</summary>
    public static readonly Refused Unredactable = new(
        "unredactable",
        "The secrets that this container was given cannot be opened any more, so that nothing it prints can be shown."
    );

    readonly ConcurrentDictionary<LaunchId, int> _given = new();

    /// <returns>Null when they cannot be opened any more: then nothing that the container prints can be shown.</returns>
    /// <exception cref="SealedException">The vault is sealed.</exception>
    public async Task<KnownValues?> OfAsync(Launch launch, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var given = await database
            .Set<GivenSecret>()
            .AsNoTracking()
            .Where(row => row.Launch == launch.Id)
            .ToListAsync(stop);
        var versions = launch
            .SecretVersions.Select(used => (used.Id, used.Version))
            .Union(given.Select(row => (Id: row.Collection, row.Version)))
            .GroupBy(used => used.Id)
            .SelectMany(collection => collection.Select((used, place) => (used, place)));
        List<(string, SecretText)> known = [];
        // Of one collection one version at a time.
        foreach (var round in versions.GroupBy(one => one.place, one => one.used))
        {
            var wanted = round.ToDictionary(used => WireId.Parse<SecretKeysId>(used.Id), used => used.Version);
            var opened = await values.RunAsync(launch.Project, wanted, stop);
            if (!opened.Succeeded)
                return null;
            known.AddRange(opened.Value.Select(entry => (entry.Name, entry.Value)));
        }

        if (await FindPasswordAsync(database, launch, stop) is { } password)
            known.Add(("password", password));
        return new(known);
    }

    /// <summary>Grows when something in the container of a launch is given more: what was opened before is not all any more.</summary>
    public int Generation(LaunchId launch) => _given.GetValueOrDefault(launch);

    /// <summary>Remembers, before it is given, what something in the container of a launch is about to be given.</summary>
    internal async Task GiveAsync(
        LaunchId launch,
        IReadOnlyCollection<(SecretKeysId Id, int Version)> versions,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        await database.TakeTurnAsync(stop);
        var there = await database.Set<GivenSecret>().Where(row => row.Launch == launch).ToListAsync(stop);
        database.AddRange(
            versions
                .Where(one => !there.Exists(row => row.Collection == $"{one.Id}" && row.Version == one.Version))
                .Select(one => new GivenSecret(launch, one.Id, one.Version))
        );
        await database.SaveChangesAsync(stop);
        _given.AddOrUpdate(launch, 1, (_, generation) => generation + 1);
    }

    /// <summary>The container never had it; a registry's message or an image's may have.</summary>
    async Task<SecretText?> FindPasswordAsync(StudioDbContext database, Launch launch, CancellationToken stop)
    {
        var definition = await database
            .ServiceRevisions.AsNoTracking()
            .Where(row => row.Service == launch.Service && row.Number == launch.Revision)
            .Select(row => row.Definition)
            .SingleOrDefaultAsync(stop);
        if (
            definition?.PullSecret is not { } secret
            || !ImageReference.TryParse(definition.Image, out var image, out _)
        )
            return null;
        var opened = await credentials.RunAsync(launch.Project, secret, image, stop);
        return opened.Succeeded ? opened.Value.Password : null;
    }
}
