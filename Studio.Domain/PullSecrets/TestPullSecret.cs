using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>Tests stored credentials against their registry.</summary>
public sealed class TestPullSecret(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    RegistryTester tester
)
{
    /// <param name="image">An image to try the right to pull on; null: as far as signing in.</param>
    /// <returns>
    /// What was found, also when the registry refuses. <see cref="Missing"/>, <see cref="Invalid"/> (field <c>image</c>) or
    /// <c>registry-mismatch</c> when there is nothing to test.
    /// </returns>
    public async Task<Result<RegistryTest>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        string? image,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.TestPullSecret;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, project, Action, stop) is { } denied)
            return denied;
        if (RegistryTester.ReadImage(image, out var reference) is { } error)
            return new Invalid("image", error);

        await using var database = await databases.CreateDbContextAsync(stop);
        var secret = await database.PullSecrets.AsNoTracking().Named(project, idOrName).SingleOrDefaultAsync(stop);
        if (secret is null)
            return PullSecretQueries.Missing;
        var password = vault.Open(secret.SealedPassword, secret.Place);
        var credentials = new RegistryCredentials(secret.Server, secret.Username, password);
        var subject = new AuditSubject($"{secret.Id}", secret.Name, project);
        return await tester.RunAsync(actor, subject, credentials, reference, stop);
    }
}
