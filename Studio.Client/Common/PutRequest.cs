using System.Text.Json;

namespace Studio.Client.Common;

/// <summary>
/// A body of <c>PUT</c>: members that only an answer has are accepted and dropped, so that what <c>GET</c> gave can be
/// sent back. They have no getter, and so are never written.
/// </summary>
public abstract record PutRequest
{
    public JsonElement Id
    {
        set { }
    }
    public JsonElement Revision
    {
        set { }
    }
    public JsonElement Version
    {
        set { }
    }
    public JsonElement State
    {
        set { }
    }
}
