using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Studio.Domain.Common;

namespace Studio.Domain.PullSecrets;

/// <summary>
/// What may be known of a GCP service account's
/// <see href="https://cloud.google.com/iam/docs/keys-create-delete">JSON key</see>. The key itself is not kept in here.
/// </summary>
/// <param name="Username">What <see href="https://cloud.google.com/artifact-registry/docs/docker/authentication#json-key">Artifact
/// Registry</see> takes such a key with.</param>
sealed partial record ServiceAccountKey(string Username, string ProjectId, string ClientEmail)
{
    const string NotAKey = "This is not the JSON key of a service account. Paste the whole key file, or its base64.";

    /// <param name="error">A sentence that quotes nothing of the key.</param>
    public static bool TryRead(
        SecretText text,
        [NotNullWhen(true)] out ServiceAccountKey? key,
        [NotNullWhen(false)] out string? error
    )
    {
        key = null;
        error = SecretRules.Check(text);
        if (error is not null)
            return false;
        var isJson = text.Reveal().AsSpan().TrimStart().StartsWith("{");
        var json = isJson ? text.Reveal() : Decode(text.Reveal());
        if (json is null || Members(json) is not { } members)
        {
            error = NotAKey;
            return false;
        }

        error = Check(members);
        if (error is null)
            key = new(isJson ? "_json_key" : "_json_key_base64", members["project_id"], members["client_email"]);
        return error is null;
    }

    static string? Check(Dictionary<string, string> members)
    {
        string Get(string name) => members.GetValueOrDefault(name, "");
        if (Get("type") != "service_account")
            return "The key's type must be service_account.";
        if (!ProjectForm().IsMatch(Get("project_id")))
            return "The key has no valid project_id.";
        if (!EmailForm().IsMatch(Get("client_email")))
            return "The key has no valid client_email.";
        if (!PemForm().IsMatch(Get("private_key")))
            return "The key's private_key is not in PEM form (-----BEGIN PRIVATE KEY-----). Was its text cut or changed?";
        return members.ContainsKey("token_uri") && !IsGoogle(Get("token_uri"))
            ? "The key's token_uri is not one of Google's."
            : null;
    }

    static bool IsGoogle(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && (uri.Host.EndsWith(".googleapis.com", StringComparison.Ordinal) || uri.Host == "accounts.google.com");

    /// <summary>The members that are strings; null when it is not a JSON object.</summary>
    static Dictionary<string, string>? Members(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Object
                ? null
                : document
                    .RootElement.EnumerateObject()
                    .Where(member => member.Value.ValueKind == JsonValueKind.String)
                    .GroupBy(member => member.Name)
                    .ToDictionary(same => same.Key, same => same.Last().Value.GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is half a surrogate pair.
            return null;
        }
    }

    static string? Decode(string base64)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.:-]{2,62}\z")]
    private static partial Regex ProjectForm();

    [GeneratedRegex(@"\A[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\z")]
    private static partial Regex EmailForm();

    [GeneratedRegex(
        @"\A\s*-----BEGIN (RSA )?PRIVATE KEY-----\s[A-Za-z0-9+/=\s]+\s-----END (RSA )?PRIVATE KEY-----\s*\z"
    )]
    private static partial Regex PemForm();
}
