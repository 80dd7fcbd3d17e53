namespace Studio.Docker.Images;

/// <summary>Splits <c>host:port/name:tag@digest</c> as the engine's query parameters want it.</summary>
static class ImageReference
{
    /// <summary>The name, and the digest if there is one, else the tag, else <c>latest</c>: without one the engine takes all tags.</summary>
    public static (string Name, string Tag) Split(string reference)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        var at = reference.IndexOf('@');
        var named = at < 0 ? reference : reference[..at];
        var colon = named.LastIndexOf(':');
        var tagged = colon > named.LastIndexOf('/');
        var name = tagged ? named[..colon] : named;
        if (at >= 0)
            return (name, reference[(at + 1)..]);
        return (name, tagged ? named[(colon + 1)..] : "latest");
    }
}
