using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Studio.Client;
using Studio.Client.Common;

namespace Studio.Tests.Hosting;

/// <summary>Short forms of what API tests do all the time. Bodies are written and read as the contract says.</summary>
static class Http
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> PostJsonAsync<T>(this HttpClient client, string path, T body) =>
        client.PostAsync(path, Json(body), Stop);

    public static Task<HttpResponseMessage> PutJsonAsync<T>(this HttpClient client, string path, T body) =>
        client.PutAsync(path, Json(body), Stop);

    /// <summary>Sends a text as JSON, well formed or not.</summary>
    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string body) =>
        client.PostAsync(path, new StringContent(body, null, "application/json"), Stop);

    public static async Task<T> GetAsync<T>(this HttpClient client, string path) =>
        await (await client.GetAsync(path, Stop)).ReadAsync<T>();

    /// <summary>The body of an answer that must be a success.</summary>
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
        return (T)JsonSerializer.Deserialize(text, StudioJson.Default.GetTypeInfo(typeof(T))!)!;
    }

    /// <summary>The problem of an answer that must be this one.</summary>
    public static async Task<ProblemResponse> ReadProblemAsync(
        this HttpResponseMessage answer,
        HttpStatusCode status,
        string code
    )
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize(text, StudioJson.Tolerant.ProblemResponse)!;
        Assert.Equal(ProblemResponse.TypePrefix + code, problem.Type);
        Assert.Equal((int)status, problem.Status);
        return problem;
    }

    static JsonContent Json<T>(T body) => JsonContent.Create(body, StudioJson.Default.GetTypeInfo(typeof(T))!);
}
