using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Studio.Docker.Transport;

/// <summary>One call, kept apart from the message that carries it so that it can be sent again.</summary>
sealed class EngineRequest(HttpMethod method, string path, Query query = default)
{
    byte[]? _json;
    Stream? _tar;
    bool _upgrade;

    public static EngineRequest Get(string path, Query query = default) => new(HttpMethod.Get, path, query);

    public static EngineRequest Post(string path, Query query = default) => new(HttpMethod.Post, path, query);

    public static EngineRequest Delete(string path, Query query = default) => new(HttpMethod.Delete, path, query);

    /// <summary>False for <c>/_ping</c> and <c>/version</c>, from which the version is learned.</summary>
    public bool Versioned { get; init; } = true;

    /// <summary>Credentials for <c>X-Registry-Auth</c>.</summary>
    public RegistryAuth? Auth { get; init; }

    /// <summary>A stream can be read only once.</summary>
    public bool Replayable => _tar is null;

    public EngineRequest WithJson<T>(T value, JsonTypeInfo<T> type) =>
        WithJson(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public EngineRequest WithJson(byte[] json)
    {
        _json = json;
        return this;
    }

    public EngineRequest WithTar(Stream tar)
    {
        _tar = tar;
        return this;
    }

    /// <summary>The connection becomes one of raw bytes in both directions.</summary>
    public EngineRequest AsUpgrade()
    {
        _upgrade = true;
        return this;
    }

    public HttpRequestMessage ToMessage(string? version)
    {
        var message = new HttpRequestMessage(method, $"{(version is null ? "" : $"/v{version}")}{path}{query}");
        if (Auth is not null)
            message.Headers.Add("X-Registry-Auth", Auth.ToHeader());
        if (_json is not null)
            message.Content = Body(new ByteArrayContent(_json), "application/json");
        else if (_tar is not null)
            message.Content = Body(new StreamContent(_tar), "application/x-tar");
        if (_upgrade)
        {
            message.Headers.Connection.Add("Upgrade");
            message.Headers.Add("Upgrade", "tcp");
        }

        return message;
    }

    static HttpContent Body(HttpContent content, string type)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    /// <summary>A name as one part of a path: it cannot climb out of its place and reach another operation.</summary>
    public static string Part(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Split('/').Any(piece => piece is "" or "." or ".."))
            throw new ArgumentException("A name has no empty parts and no dots alone between slashes.", nameof(name));
        return Uri.EscapeDataString(name);
    }
}
