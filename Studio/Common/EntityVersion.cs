using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Studio.Common;

/// <summary>Versions as entity tags: <c>ETag: "4"</c> in answers, <c>If-Match: "4"</c> in requests (RFC 9110, 13.1.1).</summary>
static class EntityVersion
{
    // No version of ours has this number, so a tag that is not ours is stale.
    const int NoVersion = -1;

    /// <summary>The version that the caller wants to change; null for none or <c>*</c>.</summary>
    /// <exception cref="MalformedHeaderException">The header does not hold one entity tag.</exception>
    public static int? IfMatch(this HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString();
        if (text is "" or "*")
            return null;
        if (!EntityTagHeaderValue.TryParse(text, out var tag))
            throw new MalformedHeaderException("If-Match", "If-Match must be one version in quotes, such as \"4\".");
        var number = tag.Tag.AsSpan().Trim('"');
        return !tag.IsWeak && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : NoVersion;
    }

    public static void SetVersion(this HttpResponse response, int version) => response.Headers.ETag = $"\"{version}\"";
}

/// <summary>A header of the request cannot be read. The message says how it is written.</summary>
sealed class MalformedHeaderException(string header, string message) : BadHttpRequestException(message)
{
    public string Header => header;
}
