using System.Text;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Redaction;

namespace Studio.Domain.PullSecrets;

/// <summary>What testing saved and unsaved credentials has in common.</summary>
public sealed class RegistryTester(AuditTrail audit, IRegistryProbe probe)
{
    /// <summary>Reads the image to test with; none is fine.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    internal static string? ReadImage(string? image, out ImageReference? reference)
    {
        reference = null;
        return string.IsNullOrEmpty(image) || ImageReference.TryParse(image, out reference, out var error)
            ? null
            : error;
    }

    internal async Task<Result<RegistryTest>> RunAsync(
        Actor actor,
        AuditSubject subject,
        RegistryCredentials credentials,
        ImageReference? image,
        CancellationToken stop
    )
    {
        if (
            image is not null
            && PullSecretRules.Mismatch(subject.Name ?? "", credentials.Server, image) is { } mismatch
        )
            return mismatch;
        // Before the password leaves: an act that cannot be audited does not happen.
        await audit.WriteAsync(actor, AuditActions.TestPullSecret, subject, $"at {credentials.Server}", "ok", stop);
        var steps = await probe.RunAsync(credentials, image, stop);
        var known = Known(credentials);
        return new RegistryTest([.. steps.Select(step => step with { Detail = $"{known.Redact(step.Detail)}" })]);
    }

    static KnownValues Known(RegistryCredentials credentials)
    {
        var pair = Encoding.UTF8.GetBytes($"{credentials.Username}:{credentials.Password.Reveal()}");
        return new([("password", credentials.Password), ("password", new SecretText(Convert.ToBase64String(pair)))]);
    }
}
