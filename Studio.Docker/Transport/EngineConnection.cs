using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Studio.Docker.Transport;

/// <summary>Sends requests to one engine in the agreed API version, and turns whatever goes wrong into the two exceptions of this library.</summary>
sealed class EngineConnection : IDisposable
{
    const int LongestErrorBody = 16 * 1024;

    readonly HttpClient _http;
    readonly DockerEndpoint _endpoint;
    readonly ApiVersion _version;

    public EngineConnection(DockerEndpoint endpoint)
    {
        _endpoint = endpoint;
        _http = new(endpoint.CreateHandler())
        {
            BaseAddress = endpoint.BaseAddress,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _version = new(this);
    }

    public void Dispose()
    {
        _http.Dispose();
        _version.Dispose();
    }

    /// <summary>Sends, and reads of the answer only whether it is a success. True unless the engine said 304, "it is so already".</summary>
    public async Task<bool> SendAsync(EngineRequest request, CancellationToken stop)
    {
        using var response = await OpenAsync(request, stop);
        return response.StatusCode != HttpStatusCode.NotModified;
    }

    /// <summary>Sends and reads one JSON value.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken stop) =>
        await ReadAnswerAsync(await OpenAsync(request, stop), type, stop);

    /// <summary>Reads the one JSON value of an answer, and disposes it.</summary>
    public async Task<T> ReadAnswerAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var response = answer;
        await using var body = await BodyAsync(response, stop);
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, stop) ?? throw NotTheApi();
        }
        catch (JsonException unreadable)
        {
            throw NotTheApi(unreadable);
        }
    }

    /// <summary>Sends and reads JSON values as they come, one after the other, until the engine ends its answer.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        EngineRequest request,
        JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        using var response = await OpenAsync(request, stop);
        await using var body = await BodyAsync(response, stop);
        await using var values = JsonSerializer
            .DeserializeAsyncEnumerable(body, type, topLevelValues: true, stop)
            .GetAsyncEnumerator(stop);
        while (await NextAsync(values))
            yield return values.Current ?? throw NotTheApi();
    }

    static async ValueTask<bool> NextAsync<T>(IAsyncEnumerator<T> values)
    {
        try
        {
            return await values.MoveNextAsync();
        }
        catch (JsonException unreadable)
        {
            throw NotTheApi(unreadable);
        }
    }

    /// <summary>Sends and gives the successful answer once its headers are there. The caller disposes it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(EngineRequest request, CancellationToken stop)
    {
        for (var retried = false; ; retried = true)
        {
            var version = request.Versioned ? await _version.GetAsync(stop) : null;
            var response = await AnswerAsync(request, version, stop);
            if (
                response.IsSuccessStatusCode
                || response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.SwitchingProtocols
            )
                return response;

            using (response)
            {
                var message = await ErrorAsync(response, stop);
                // The engine was replaced while an idle connection hid it. Nothing was done yet, so ask again.
                if (ApiVersion.IsRefused(response.StatusCode, message) && version is not null)
                {
                    _version.Forget();
                    if (!retried && request.Replayable)
                        continue;
                }
                throw new DockerException(response.StatusCode, request.Auth?.Scrub(message) ?? message);
            }
        }
    }

    /// <summary>The answer's body, whose early end is a <see cref="DockerUnavailableException"/>.</summary>
    public async Task<Stream> BodyAsync(HttpResponseMessage response, CancellationToken stop) =>
        new EngineStream(await response.Content.ReadAsStreamAsync(stop), this);

    async Task<HttpResponseMessage> AnswerAsync(EngineRequest request, string? version, CancellationToken stop)
    {
        using var message = request.ToMessage(version);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (HttpRequestException failure)
        {
            throw Unavailable(failure);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            // The handler's limit for connecting; there is no other.
            throw Unavailable(late);
        }
    }

    /// <summary>What to throw when the connection fails, in a sentence; the next call agrees on the version anew.</summary>
    public DockerUnavailableException Unavailable(Exception failure)
    {
        _version.Forget();
        return new(
            failure switch
            {
                { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } =>
                    $"This user may not use the Docker engine at {_endpoint}.",
                OperationCanceledException
                or HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                } => $"No Docker engine answers at {_endpoint}.",
                _ => $"The Docker engine at {_endpoint} went away before its answer was complete.",
            },
            failure
        );
    }

    public static DockerException NotTheApi(Exception? cause = null) =>
        new(null, "The answer is not what the Docker Engine API describes.", cause);

    /// <summary>The engine's message. Most errors are JSON; those about the API version, and a proxy's, are plain text.</summary>
    async Task<string> ErrorAsync(HttpResponseMessage response, CancellationToken stop)
    {
        await using var body = await BodyAsync(response, stop);
        var bytes = new byte[LongestErrorBody];
        var text = bytes.AsMemory(0, await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop));
        try
        {
            if (JsonSerializer.Deserialize(text.Span, DockerJson.Default.ErrorWire)?.Message is { Length: > 0 } message)
                return message;
        }
        catch (JsonException)
        {
            // Plain text, which is the message itself.
        }
        var plain = Encoding.UTF8.GetString(text.Span).Trim();
        return plain.Length > 0 ? plain : $"The Docker engine answered {(int)response.StatusCode}.";
    }
}

sealed record ErrorWire([property: JsonPropertyName("message")] string? Message);
