using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Studio.Client.Common;

/// <summary>Requests and answers as JSON over one server's REST API; failures as exceptions.</summary>
internal sealed class RestConnection(HttpClient http, Uri server, SecretValue? token)
{
    private readonly Uri _root = new(
        new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + '/', UriKind.Absolute),
        "api/v1/"
    );

    public Task<T> GetAsync<T>(RestPath path, JsonTypeInfo<T> answer, CancellationToken stop) =>
        ReadAsync(Request(HttpMethod.Get, path), answer, stop);

    public Task<T> PostAsync<T>(RestPath path, JsonTypeInfo<T> answer, CancellationToken stop) =>
        ReadAsync(Request(HttpMethod.Post, path), answer, stop);

    public Task<T> PostAsync<TBody, T>(
        RestPath path,
        TBody body,
        JsonTypeInfo<TBody> type,
        JsonTypeInfo<T> answer,
        CancellationToken stop
    ) => ReadAsync(Request(HttpMethod.Post, path, JsonContent.Create(body, type)), answer, stop);

    public Task<T> PutAsync<TBody, T>(
        RestPath path,
        TBody body,
        JsonTypeInfo<TBody> type,
        JsonTypeInfo<T> answer,
        int? version,
        CancellationToken stop
    ) => ReadAsync(Request(HttpMethod.Put, path, JsonContent.Create(body, type), version), answer, stop);

    public Task PostAsync<TBody>(RestPath path, TBody body, JsonTypeInfo<TBody> type, CancellationToken stop) =>
        IgnoreAsync(Request(HttpMethod.Post, path, JsonContent.Create(body, type)), stop);

    public Task PostAsync(RestPath path, CancellationToken stop) => IgnoreAsync(Request(HttpMethod.Post, path), stop);

    public Task DeleteAsync(RestPath path, int? version, CancellationToken stop) =>
        IgnoreAsync(Request(HttpMethod.Delete, path, version: version), stop);

    /// <summary>Reads newline-delimited JSON as it comes, until the server ends it.</summary>
    public async IAsyncEnumerable<T> FollowAsync<T>(
        RestPath path,
        JsonTypeInfo<T> line,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        using var request = Request(HttpMethod.Get, path);
        using var answer = await SendAsync(request, stop);
        using var stream = await answer.Content.ReadAsStreamAsync(stop);
        await using var lines = JsonSerializer
            .DeserializeAsyncEnumerable(stream, line, topLevelValues: true, stop)
            .GetAsyncEnumerator(stop);
        while (await UnderstandAsync(answer, () => lines.MoveNextAsync().AsTask(), stop))
            yield return lines.Current!;
    }

    private HttpRequestMessage Request(HttpMethod method, RestPath path, HttpContent? body = null, int? version = null)
    {
        var request = new HttpRequestMessage(method, new Uri(_root, path.ToString())) { Content = body };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        return request;
    }

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using (request)
        {
            using var answer = await SendAsync(request, stop);
            return await UnderstandAsync(answer, () => answer.Content.ReadFromJsonAsync(type, stop), stop)
                ?? throw Unexpected(answer);
        }
    }

    private async Task IgnoreAsync(HttpRequestMessage request, CancellationToken stop)
    {
        using (request)
            (await SendAsync(request, stop)).Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var answer = await ReachAsync(
            () => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop),
            stop
        );
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw await RefusalAsync(answer, stop);
    }

    private async Task<StudioException> RefusalAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not "application/problem+json")
            return Unexpected(answer);

        var problem = await UnderstandAsync(
            answer,
            () => answer.Content.ReadFromJsonAsync(StudioJson.Tolerant.ProblemResponse, stop),
            stop
        );
        return problem is null
            ? Unexpected(answer)
            : new StudioException(
                problem.Type.StartsWith(ProblemResponse.TypePrefix, StringComparison.Ordinal)
                    ? problem.Type[ProblemResponse.TypePrefix.Length..]
                    : problem.Type,
                (int)answer.StatusCode,
                problem.Detail ?? problem.Title,
                problem.Errors
            );
    }

    private Task<T> UnderstandAsync<T>(HttpResponseMessage answer, Func<Task<T>> read, CancellationToken stop) =>
        ReachAsync(
            async () =>
            {
                try
                {
                    return await read();
                }
                catch (JsonException error)
                {
                    throw Unexpected(answer, error);
                }
            },
            stop
        );

    private async Task<T> ReachAsync<T>(Func<Task<T>> call, CancellationToken stop)
    {
        try
        {
            return await call();
        }
        catch (Exception error)
            when (error is HttpRequestException or IOException
                || (error is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            throw new StudioUnreachableException(server, error);
        }
    }

    /// <summary>An answer that Studio would not give: another server's, or a proxy's. Its text is not quoted.</summary>
    private static StudioException Unexpected(HttpResponseMessage answer, Exception? inner = null) =>
        new(
            "unexpected-answer",
            (int)answer.StatusCode,
            $"The server answered {(int)answer.StatusCode}, but not as Studio does; check its address.",
            inner: inner
        );
}
