using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>A preset, and whether a library holds what it names. That says nothing of who uses it.</summary>
public sealed record PresetView(Preset Preset, bool Exists);

/// <summary>Lists the presets and which of them a library has.</summary>
public sealed class ListPresets(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    public async Task<Result<IReadOnlyList<PresetView>>> RunAsync(
        Actor actor,
        SecretOwner owner,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.View, owner, Action, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var names = Preset.All.SelectMany(preset => preset.Names).Select(name => name.Name).ToList();
        var held = await (
            from keys in database.SecretKeys
            join entry in database.Set<SecretKeyEntry>() on keys.Id equals entry.Collection
            where keys.Owner == owner && entry.RemovedIn == null && names.Contains(entry.Name)
            select entry.Name
        )
            .Distinct()
            .ToListAsync(stop);
        return Preset
            .All.Select(preset => new PresetView(preset, preset.Names.All(name => held.Contains(name.Name))))
            .ToList();
    }
}
