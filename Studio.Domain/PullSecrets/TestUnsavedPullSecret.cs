using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Domain.PullSecrets;

/// <summary>Tests credentials that are not stored, before they are.</summary>
public sealed class TestUnsavedPullSecret(AuditTrail audit, RegistryRules registries, RegistryTester tester)
{
    /// <param name="name">As it would be called; null while it has no name.</param>
    /// <param name="image">An image to try the right to pull on; null: as far as signing in.</param>
    /// <returns>
    /// What was found, also when the registry refuses. <see cref="Invalid"/> or <c>registry-mismatch</c> when there is nothing to
    /// test.
    /// </returns>
    public async Task<Result<RegistryTest>> RunAsync(
        Actor actor,
        ProjectId project,
        string? name,
        RegistryAccount account,
        string? image,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.TestPullSecret;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, project, Action, stop) is { } denied)
            return denied;
        var errors = new List<FieldError>();
        var access = PullSecretRules.Read(account, null, registries, errors);
        if (RegistryTester.ReadImage(image, out var reference) is { } error)
            errors.Add(new("image", error));
        if (errors.Count > 0)
            return new Invalid([.. errors]);
        var credentials = new RegistryCredentials(access.Server, access.Username, account.Secret!);
        return await tester.RunAsync(actor, new AuditSubject(null, name, project), credentials, reference, stop);
    }
}
