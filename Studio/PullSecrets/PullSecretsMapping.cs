using Studio.Client.PullSecrets;
using Studio.Domain.Common;
using Studio.Domain.PullSecrets;
using Studio.SecretKeys;
using static Studio.Common.WireWords;

namespace Studio.PullSecrets;

/// <summary>Between wire and domain: one request type on the wire, one type for each kind of registry inside.</summary>
static class PullSecretsMapping
{
    public static Result<RegistryAccount> ToAccount(this PullSecretRequest request)
    {
        RegistryAccount? account = request.Registry switch
        {
            "gcp" => new GcpAccount
            {
                Server = request.Server,
                Location = request.Location,
                ProjectId = request.ProjectId,
                Repository = request.Repository,
                JsonKey = ToSecret(request.JsonKey),
            },
            "acr" => new AcrAccount
            {
                Server = request.Server,
                RegistryName = request.RegistryName,
                ServicePrincipalId = request.ServicePrincipalId ?? request.Username,
                TenantId = request.TenantId,
                Password = ToSecret(request.Password),
            },
            "other" => new OtherAccount
            {
                Server = request.Server,
                Username = request.Username,
                Email = request.Email,
                Password = ToSecret(request.Password),
            },
            _ => null,
        };
        if (account is null)
            return new Invalid("registry", "A registry is one of: gcp, acr, other.");
        var errors = References(request).Concat(Strangers(request)).ToList();
        return errors.Count > 0 ? new Invalid([.. errors]) : account;
    }

    public static PullSecretResponse ToResponse(this PullSecretView secret) =>
        new()
        {
            Id = $"{secret.Id}",
            Name = secret.Name,
            Registry = Word(secret.Kind),
            Server = secret.Server,
            Username = secret.Username,
            Location = secret.Details.GetValueOrDefault("location"),
            ProjectId = secret.Details.GetValueOrDefault("projectId"),
            Repository = secret.Details.GetValueOrDefault("repository"),
            ClientEmail = secret.Details.GetValueOrDefault("clientEmail"),
            RegistryName = secret.Details.GetValueOrDefault("registryName"),
            ServicePrincipalId = secret.Kind == RegistryKind.Acr ? secret.Username : null,
            TenantId = secret.Details.GetValueOrDefault("tenantId"),
            Email = secret.Details.GetValueOrDefault("email"),
            Warnings = secret.Warnings.ToList() is { Count: > 0 } warnings ? warnings : null,
            Version = secret.Version,
            InUse = secret.InUse.ToResponse(),
            CreatedAt = secret.CreatedAt,
            UpdatedAt = secret.UpdatedAt,
            UpdatedBy = secret.UpdatedBy,
        };

    public static PullSecretTestResponse ToResponse(RegistryTest test) =>
        new(
            [
                .. test.Steps.Select(step => new PullSecretTestStepResponse(
                    step.Name,
                    step.Ok,
                    step.Detail,
                    Math.Round(step.Took.TotalMilliseconds, 1)
                )),
            ],
            test.Ok
        );

    static SecretText? ToSecret(SecretOrReference? secret) =>
        secret?.Value is { } value ? new SecretText(value.Reveal()) : null;

    static IEnumerable<FieldError> References(PullSecretRequest request)
    {
        const string Unsupported = "References are not supported by this version. Give the text itself.";
        if (request.JsonKey?.Reference is not null)
            yield return new("jsonKey", Unsupported);
        if (request.Password?.Reference is not null)
            yield return new("password", Unsupported);
    }

    /// <summary>Members of another kind: someone means something else than what would be stored.</summary>
    static IEnumerable<FieldError> Strangers(PullSecretRequest request)
    {
        // What GET gave can be sent back: it says the user name of every kind.
        var username = request.Registry switch
        {
            "gcp" => request.Username is null or "_json_key" or "_json_key_base64",
            "acr" => request.Username is null || request.Username == (request.ServicePrincipalId ?? request.Username),
            _ => true,
        };
        if (!username)
            yield return new("username", Stranger);
        (string Name, bool IsGiven, string Kinds)[] members =
        [
            ("location", request.Location is not null, "gcp"),
            ("projectId", request.ProjectId is not null, "gcp"),
            ("repository", request.Repository is not null, "gcp"),
            ("jsonKey", request.JsonKey is not null, "gcp"),
            ("registryName", request.RegistryName is not null, "acr"),
            ("servicePrincipalId", request.ServicePrincipalId is not null, "acr"),
            ("tenantId", request.TenantId is not null, "acr"),
            ("password", request.Password is not null, "acr other"),
            ("email", request.Email is not null, "other"),
        ];
        foreach (var (name, isGiven, kinds) in members)
        {
            if (isGiven && !kinds.Contains(request.Registry, StringComparison.Ordinal))
                yield return new(name, Stranger);
        }
    }

    const string Stranger = "This does not belong to that kind of registry. Leave it out.";
}
