using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Lists everyone who can sign in, by e-mail address.</summary>
public sealed class ListUsers(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    public async Task<Result<Page<User>>> RunAsync(Actor actor, PageRequest page, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.ManageUsers, null, AuditActions.ListUsers, stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var users = database.Users.AsNoTracking();
        if (page.Search is not null)
        {
            var search = EmailAddress.Normalize(page.Search);
            users = users.Where(user => user.NormalizedEmail!.Contains(search));
        }

        return await users.OrderBy(user => user.NormalizedEmail).ToPageAsync(page, stop);
    }
}
