using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;

namespace Studio.Domain.Storage;

/// <summary>Saves that can lose a race, with the outcome as a value.</summary>
static class Saving
{
    /// <param name="name">What a unique index may refuse.</param>
    /// <returns>Null when saved; <see cref="NameTaken"/> or <see cref="Stale"/> when somebody else was first, <see cref="Missing"/>
    /// when the row is gone.</returns>
    public static async Task<Problem?> TrySaveAsync(this StudioDbContext database, string name, CancellationToken stop)
    {
        try
        {
            await database.SaveChangesAsync(stop);
            return null;
        }
        catch (DbUpdateConcurrencyException exception)
        {
            var stored = await exception.Entries[0].GetDatabaseValuesAsync(stop);
            return stored is null ? new Missing($"'{name}'") : new Stale(stored.GetValue<int>("Version"));
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new NameTaken(name);
        }
    }
}
