using System.Text.Json;
using Studio.Domain.Common;
using Studio.Domain.PullSecrets;

namespace Studio.PullSecrets;

/// <summary>Registry credentials as they are being typed. What one kind does not have is kept while another is chosen.</summary>
public sealed class AccountDraft
{
    /// <summary>Of what is stored: the kind that has a server of its own, such as <c>eu.gcr.io</c>, and not the one its form derives.</summary>
    RegistryKind? _ownServer;

    public RegistryKind Kind { get; set; }

    public string? Location { get; set; }

    public string? Repository { get; set; }

    /// <summary>The key file's text. Not shown again once it is saved.</summary>
    public string? JsonKey { get; set; }

    public string? RegistryName { get; set; }

    public string? ServicePrincipalId { get; set; }

    public string? TenantId { get; set; }

    public string? Server { get; set; }

    public string? Username { get; set; }

    public string? Email { get; set; }

    /// <summary>Not shown again once it is saved.</summary>
    public string? Password { get; set; }

    /// <summary>Whether the form has a place for the server itself, and not for what it is derived from.</summary>
    public bool AsksServer => Kind == RegistryKind.Other || Kind == _ownServer;

    /// <summary>Where the credentials would be sent; null while that is not known.</summary>
    public string? Target =>
        Kind switch
        {
            _ when AsksServer => RegistryServer.TryParse(Text(Server), out var server, out _) ? server : null,
            RegistryKind.Gcp => Text(Location) is { } location ? $"{location}-docker.pkg.dev" : null,
            _ => Text(RegistryName)?.ToLowerInvariant() is { } name ? $"{name}.azurecr.io" : null,
        };

    /// <summary>The paths that the chosen kind's form has a place for.</summary>
    public IEnumerable<string> Fields =>
        Kind switch
        {
            RegistryKind.Gcp => [AsksServer ? "server" : "location", "repository", "jsonKey"],
            RegistryKind.Acr => [AsksServer ? "server" : "registryName", "servicePrincipalId", "tenantId", "password"],
            _ => ["server", "username", "email", "password"],
        };

    public static AccountDraft Of(PullSecretView secret)
    {
        var ownServer = !secret.Details.ContainsKey("location") && !secret.Details.ContainsKey("registryName");
        return new()
        {
            _ownServer = ownServer ? secret.Kind : null,
            Kind = secret.Kind,
            Location = secret.Details.GetValueOrDefault("location"),
            Repository = secret.Details.GetValueOrDefault("repository"),
            RegistryName = secret.Details.GetValueOrDefault("registryName"),
            ServicePrincipalId = secret.Kind == RegistryKind.Acr ? secret.Username : null,
            TenantId = secret.Details.GetValueOrDefault("tenantId"),
            Server = ownServer ? secret.Server : null,
            Username = secret.Kind == RegistryKind.Other ? secret.Username : null,
            Email = secret.Details.GetValueOrDefault("email"),
        };
    }

    public RegistryAccount ToAccount() =>
        Kind switch
        {
            RegistryKind.Gcp => new GcpAccount
            {
                Server = AsksServer ? Text(Server) : null,
                Location = Text(Location),
                Repository = Text(Repository),
                JsonKey = Secret(JsonKey),
            },
            RegistryKind.Acr => new AcrAccount
            {
                Server = AsksServer ? Text(Server) : null,
                RegistryName = Text(RegistryName),
                ServicePrincipalId = Text(ServicePrincipalId),
                TenantId = Text(TenantId),
                Password = Secret(Password),
            },
            _ => new OtherAccount
            {
                Server = Text(Server),
                Username = Text(Username),
                Email = Text(Email),
                Password = Secret(Password),
            },
        };

    /// <summary>The account and the project that the JSON key names, so that one sees whose key it is; null: it cannot be read.</summary>
    public (string Email, string Project)? KeyOwner()
    {
        try
        {
            using var key = JsonDocument.Parse(JsonKey ?? "");
            return
                key.RootElement.ValueKind == JsonValueKind.Object
                && key.RootElement.TryGetProperty("client_email", out var email)
                && key.RootElement.TryGetProperty("project_id", out var project)
                ? ($"{email}", $"{project}")
                : null;
        }
        catch (JsonException)
        {
            // Half typed, or base64: the rules speak when it is saved.
            return null;
        }
    }

    static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static SecretText? Secret(string? text) => string.IsNullOrEmpty(text) ? null : new SecretText(text);
}
