using Studio.Domain.Launches;
using Studio.Services;

namespace Studio.Launches;

/// <summary>What going back would change, said to people.</summary>
static class RollbackWords
{
    /// <summary>A line for each thing that differs: <c>secret keys weather: v4 → v3</c>.</summary>
    /// <param name="live">What is live now; null: nothing is.</param>
    public static IEnumerable<string> Changes(Launch? live, Launch target)
    {
        if (live?.Revision != target.Revision)
            yield return $"definition: {From(live is null ? null : $"revision {live.Revision} → ")}revision {target.Revision}";
        if (live?.ImageDigest != target.ImageDigest && target.ImageDigest is { } digest)
            yield return $"image: {From(live?.ImageDigest is { } now ? $"{ServiceWords.ShortDigest(now)} → " : null)}{ServiceWords.ShortDigest(digest)}";
        var versions = live?.SecretVersions.ToDictionary(used => used.Id, used => used.Version) ?? [];
        foreach (var used in target.SecretVersions)
        {
            if (!versions.Remove(used.Id, out var version))
                yield return $"secret keys {used.Name}: v{used.Version}";
            else if (version != used.Version)
                yield return $"secret keys {used.Name}: v{version} → v{used.Version}";
        }

        foreach (var left in live?.SecretVersions.Where(used => versions.ContainsKey(used.Id)) ?? [])
            yield return $"secret keys {left.Name}: not used any more";
    }

    static string From(string? text) => text ?? "";
}
