using Studio.Domain.Common;
using Studio.Domain.Engine;

namespace Studio.Domain.PullSecrets;

/// <summary>The rules of pull secrets.</summary>
static class PullSecretRules
{
    /// <summary>Null when the credentials may go where the image is: they are sent to their own server only.</summary>
    public static Refused? Mismatch(string name, string server, ImageReference image) =>
        server == image.Server
            ? null
            : new Refused(
                "registry-mismatch",
                $"The pull secret '{name}' is for {server}, and the image is on {image.Server}. Choose another pull secret."
            );

    /// <summary>Reads what is sent into what is stored, or says everything that is wrong with it.</summary>
    /// <param name="stored">What is changed; null for a new one.</param>
    public static Result<PullSecretFields> Read(
        string? name,
        RegistryAccount account,
        PullSecret? stored,
        RegistryRules registries
    )
    {
        var errors = new List<FieldError>();
        if (Names.Check(name) is { } badName)
            errors.Add(new("name", badName));
        var access = Read(account, stored, registries, errors);
        return errors.Count > 0
            ? new Invalid([.. errors])
            : new PullSecretFields(name!, account.Kind, access.Server, access.Username, access.Details);
    }

    public static RegistryAccess Read(
        RegistryAccount account,
        PullSecret? stored,
        RegistryRules registries,
        List<FieldError> errors
    )
    {
        var same = stored?.Kind == account.Kind ? stored : null;
        var access = account.Read(same, errors);
        if (registries.Refusal(access.Server) is { } refusal)
            errors.Add(new("server", refusal));
        if (account.Secret is not null)
            return access;
        if (same is null)
            errors.Add(new(account.SecretField, SecretRules.Needed));
        else if (access.Server != same.Server)
            // Else whoever may change the server could have the stored password sent to one of their own.
            errors.Add(new(account.SecretField, "The server changes: give the password again, for it goes there now."));
        return access;
    }
}
