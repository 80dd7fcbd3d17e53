using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>Opens the credentials for one pull. Not a use case: who launches has authorized and audits.</summary>
public sealed class OpenCredentials(IDbContextFactory<StudioDbContext> databases, SecretVault vault)
{
    /// <returns>
    /// <see cref="Missing"/> when there is no such pull secret; <see cref="Refused"/> with <c>registry-mismatch</c> when the image is
    /// on another server.
    /// </returns>
    /// <exception cref="SealedException">The vault is sealed.</exception>
    internal async Task<Result<RegistryCredentials>> RunAsync(
        ProjectId project,
        PullSecretId id,
        ImageReference image,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var secret = await database
            .PullSecrets.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Project == project && row.Id == id, stop);
        if (secret is null)
            return PullSecretQueries.Missing;
        if (PullSecretRules.Mismatch(secret.Name, secret.Server, image) is { } mismatch)
            return mismatch;
        return new RegistryCredentials(secret.Server, secret.Username, vault.Open(secret.SealedPassword, secret.Place));
    }
}
