using System.Text.RegularExpressions;
using Studio.Domain.Common;

namespace Studio.Domain.PullSecrets;

/// <summary>Credentials as someone sends them: one kind of registry, one form.</summary>
public abstract record RegistryAccount
{
    /// <summary>Host, or host:port.</summary>
    public string? Server { get; init; }

    internal abstract RegistryKind Kind { get; }

    /// <summary>The wire name of the member that holds the password.</summary>
    internal abstract string SecretField { get; }

    /// <summary>The password or key, as given; null keeps the one that is stored.</summary>
    internal abstract SecretText? Secret { get; }

    /// <summary>Server, user name and details, with everything that is wrong put into <paramref name="errors"/>.</summary>
    /// <param name="stored">What is changed, of the same kind; null for a new one.</param>
    internal abstract RegistryAccess Read(PullSecret? stored, List<FieldError> errors);

    /// <summary>The server, from what was given or from what the kind derives it from.</summary>
    /// <param name="field">The member that the server is derived from.</param>
    private protected string ReadServer(string field, string? derived, List<FieldError> errors)
    {
        if (Server is null && derived is not null)
            return derived;
        if (!RegistryServer.TryParse(Server, out var server, out var error))
        {
            errors.Add(new("server", error));
            return "";
        }

        if (derived is not null && derived != server)
            errors.Add(new(field, "It does not go with the server. Leave one of them out."));
        return server;
    }

    private protected void CheckSecret(List<FieldError> errors)
    {
        if (Secret is { } secret && SecretRules.Check(secret) is { } error)
            errors.Add(new(SecretField, error));
    }

    private protected static void CheckText(string field, string? text, List<FieldError> errors)
    {
        if (DisplayText.Check(text) is { } error)
            errors.Add(new(field, error));
    }

    /// <summary>A user name goes into one line with the password, with a colon between them
    /// (<see href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</see>).</summary>
    private protected static void CheckUsername(string field, string? username, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(username))
            errors.Add(new(field, "A user name is needed."));
        else if (username.Contains(':', StringComparison.Ordinal))
            errors.Add(new(field, "A user name has no colon."));
        else
            CheckText(field, username, errors);
    }
}

/// <summary>What an account comes to, whatever its kind.</summary>
/// <param name="Details">What people know the account by, keyed by wire name.</param>
sealed record RegistryAccess(string Server, string Username, IReadOnlyDictionary<string, string> Details)
{
    public static IReadOnlyDictionary<string, string> DetailsOf(
        params ReadOnlySpan<(string Name, string? Value)> details
    )
    {
        var kept = new Dictionary<string, string>();
        foreach (var (name, value) in details)
        {
            if (DisplayText.Normalize(value) is { } text)
                kept[name] = text;
        }

        return kept;
    }
}

/// <summary>GCP Artifact Registry: a service account and its JSON key.</summary>
public sealed partial record GcpAccount : RegistryAccount
{
    /// <summary>Such as <c>europe-west1</c> or <c>us</c>: the server is <c>location-docker.pkg.dev</c>.</summary>
    public string? Location { get; init; }

    public string? ProjectId { get; init; }

    public string? Repository { get; init; }

    /// <summary>The key file's text, or that as base64.</summary>
    public SecretText? JsonKey { get; init; }

    internal override RegistryKind Kind => RegistryKind.Gcp;

    internal override string SecretField => "jsonKey";

    internal override SecretText? Secret => JsonKey;

    internal override RegistryAccess Read(PullSecret? stored, List<FieldError> errors)
    {
        if (Location is not null && !LocationForm().IsMatch(Location))
            errors.Add(new("location", "A location is like europe-west1 or us."));
        CheckText("projectId", ProjectId, errors);
        CheckText("repository", Repository, errors);
        var server = ReadServer("location", Location is null ? null : $"{Location}-docker.pkg.dev", errors);
        var location =
            Location ?? (ServerForm().Match(server) is { Success: true } match ? match.Groups[1].Value : null);

        ServiceAccountKey? key = null;
        if (JsonKey is not null && !ServiceAccountKey.TryRead(JsonKey, out key, out var error))
            errors.Add(new(SecretField, error));
        var details = RegistryAccess.DetailsOf(
            ("location", location),
            ("projectId", ProjectId ?? key?.ProjectId ?? stored?.Details.GetValueOrDefault("projectId")),
            ("repository", Repository),
            ("clientEmail", key?.ClientEmail ?? stored?.Details.GetValueOrDefault("clientEmail"))
        );
        return new(server, key?.Username ?? stored?.Username ?? "", details);
    }

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex LocationForm();

    [GeneratedRegex(@"\A([a-z0-9-]+)-docker\.pkg\.dev\z")]
    private static partial Regex ServerForm();
}

/// <summary>Azure Container Registry: a service principal and its password.</summary>
public sealed partial record AcrAccount : RegistryAccount
{
    /// <summary>The server is <c>registryName.azurecr.io</c>.</summary>
    public string? RegistryName { get; init; }

    /// <summary>Application (client) id, usually a GUID; the name of a token or of the admin user works too.</summary>
    public string? ServicePrincipalId { get; init; }

    public string? TenantId { get; init; }

    public SecretText? Password { get; init; }

    internal override RegistryKind Kind => RegistryKind.Acr;

    internal override string SecretField => "password";

    internal override SecretText? Secret => Password;

    internal override RegistryAccess Read(PullSecret? stored, List<FieldError> errors)
    {
        if (RegistryName is not null && !NameForm().IsMatch(RegistryName))
            errors.Add(new("registryName", "A registry's name has 5 to 63 letters, digits and dashes."));
        CheckUsername("servicePrincipalId", ServicePrincipalId, errors);
        CheckText("tenantId", TenantId, errors);
        CheckSecret(errors);
        var derived = RegistryName is null ? null : $"{RegistryName.ToLowerInvariant()}.azurecr.io";
        var server = ReadServer("registryName", derived, errors);
        var name =
            RegistryName ?? (ServerForm().Match(server) is { Success: true } match ? match.Groups[1].Value : null);
        return new(
            server,
            ServicePrincipalId ?? "",
            RegistryAccess.DetailsOf(("registryName", name?.ToLowerInvariant()), ("tenantId", TenantId))
        );
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9-]{3,61}[a-zA-Z0-9]\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"\A([a-z0-9-]+)\.azurecr\.io\z")]
    private static partial Regex ServerForm();
}

/// <summary>Any registry that takes a user name and a password.</summary>
public sealed record OtherAccount : RegistryAccount
{
    public string? Username { get; init; }

    public string? Email { get; init; }

    public SecretText? Password { get; init; }

    internal override RegistryKind Kind => RegistryKind.Other;

    internal override string SecretField => "password";

    internal override SecretText? Secret => Password;

    internal override RegistryAccess Read(PullSecret? stored, List<FieldError> errors)
    {
        CheckUsername("username", Username, errors);
        CheckText("email", Email, errors);
        CheckSecret(errors);
        return new(ReadServer("server", null, errors), Username ?? "", RegistryAccess.DetailsOf(("email", Email)));
    }
}
