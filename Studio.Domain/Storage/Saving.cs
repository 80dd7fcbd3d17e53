using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;

namespace Studio.Domain.Storage;

/// <summary>A root that people edit: they say which version they have seen.</summary>
public interface IVersioned
{
    /// <summary>Counts what people change, from 1.</summary>
    int Version { get; }
}

/// <summary>Saves that can lose a race, with the outcome as a value.</summary>
static class Saving
{
    /// <param name="name">What a unique index may refuse.</param>
    /// <returns>Null when saved; <see cref="Missing"/> when what was changed is gone, <see cref="Stale"/> when somebody else changed
    /// it first, <see cref="NameTaken"/> when somebody else took the name.</returns>
    public static async Task<Problem?> TrySaveAsync(this StudioDbContext database, string name, CancellationToken stop)
    {
        try
        {
            await database.SaveChangesAsync(stop);
            return null;
        }
        catch (DbUpdateException exception) when (exception.IsLostRace())
        {
            // Children are written before their root, so which rule refused a save does not say why: the root does.
            if (await FindWinnerAsync(database, name, stop) is { } problem)
                return problem;
            if (exception.IsUniqueViolation())
                return new NameTaken(name);
            if (exception.IsForeignKeyViolation())
                return new Missing($"'{name}'");
            throw;
        }
    }

    /// <summary>
    /// Makes a change of a root and saves it: again on what is stored by then when somebody else was first. For changes that mean the
    /// same whatever the other one was.
    /// </summary>
    /// <returns>As <see cref="TrySaveAsync"/>, but never <see cref="Stale"/>.</returns>
    public static async Task<Problem?> SaveAnywayAsync<TRoot>(
        this StudioDbContext database,
        TRoot root,
        Action<TRoot> change,
        string name,
        CancellationToken stop
    )
        where TRoot : class, IVersioned
    {
        while (true)
        {
            change(root);
            if (await database.TrySaveAsync(name, stop) is var problem and not Stale)
                return problem;
            await database.Entry(root).ReloadAsync(stop);
        }
    }

    static async Task<Problem?> FindWinnerAsync(StudioDbContext database, string name, CancellationToken stop)
    {
        foreach (var root in database.ChangeTracker.Entries<IVersioned>().ToList())
        {
            if (root.State == EntityState.Added)
                continue;
            if (await root.GetDatabaseValuesAsync(stop) is not { } stored)
                return new Missing($"'{name}'");
            var tokens = root.Metadata.GetProperties().Where(property => property.IsConcurrencyToken);
            if (tokens.Any(token => !Equals(stored[token], root.OriginalValues[token])))
                return new Stale(((IVersioned)stored.ToObject()).Version);
        }

        return null;
    }
}
