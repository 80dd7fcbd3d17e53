using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

static class UserQueries
{
    public static readonly Missing Missing = new("The user");

    /// <summary>The user that has this id or this e-mail address, or null.</summary>
    public static Task<User?> FindUserAsync(this StudioDbContext database, string idOrEmail, CancellationToken stop)
    {
        var users = database.Users.AsNoTracking();
        var email = EmailAddress.Normalize(idOrEmail);
        return WireId.TryParse<UserId>(idOrEmail, out var id)
            ? users.SingleOrDefaultAsync(row => row.Id == id.Value, stop)
            : users.SingleOrDefaultAsync(row => row.NormalizedEmail == email, stop);
    }
}
