using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Studio.Common;

/// <summary>Versions as entity tags: <c>ETag: "4"</c> in answers, <c>If-Match: "4"</c> in requests (RFC 9110, 13.1.1).</summary>
static class EntityVersion
{
    /// <summary>The version that the caller wants to change; null for none or <c>*</c>.</summary>
    /// <exception cref="BadHttpRequestException">The header has another form.</exception>
    public static int? IfMatch(this HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString();
        if (text is "" or "*")
            return null;
        return
            EntityTagHeaderValue.TryParse(text, out var tag)
            && int.TryParse(
                tag.Tag.AsSpan().Trim('"'),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var version
            )
            ? version
            : throw new BadHttpRequestException("If-Match must be one version in quotes, such as \"4\".");
    }

    public static void SetVersion(this HttpResponse response, int version) => response.Headers.ETag = $"\"{version}\"";
}
