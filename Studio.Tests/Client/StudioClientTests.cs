using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Studio.Client;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.SecretKeys;

namespace Studio.Tests.Client;

public sealed class StudioClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_carries_the_token_and_the_version_that_it_was_made_for()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            app.MapPut("/api/v1/projects/p/secret-keys/weather", () => Results.Json(Samples.SecretKeys))
        );
        using var http = Http();
        var client = new StudioClient(http, studio.Address, new SecretValue("stu_x"));

        var answer = await client.SecretKeys.UpdateAsync("p", "weather", new() { Name = "weather" }, version: 4, Stop);

        Assert.Equal("••••••••a1b2", answer.Entries.Single().Preview);
        var headers = Assert.Single(studio.Headers);
        Assert.Equal("Bearer stu_x", headers.Authorization);
        Assert.Equal("\"4\"", headers.IfMatch);
    }

    [Fact]
    public async Task A_name_stays_one_segment_of_the_path()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            app.Map("/{**path}", () => Results.Json(Samples.SecretKeys))
        );
        using var http = Http();
        var client = new StudioClient(http, studio.Address);

        await client.SecretKeys.GetAsync("p", "a/../b?c#d", Stop);

        // Kestrel decodes all but the slash.
        Assert.Equal(["GET /api/v1/projects/p/secret-keys/a%2F..%2Fb%3Fc%23d"], studio.Requests);
        foreach (var name in (string[])["..", ".", ""])
            await Assert.ThrowsAsync<StudioException>(() => client.SecretKeys.DeleteAsync("p", name, stop: Stop));
        Assert.Single(studio.Requests);
    }

    [Fact]
    public async Task A_list_asks_only_for_what_was_said()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            app.MapFallback(() => Results.Json(new PagedResponse<object>([], 1, 50, 0)))
        );
        using var http = Http();
        var client = new StudioClient(http, new Uri(studio.Address, "/behind/a-proxy"));

        await client.SecretKeys.ListAsync(null, stop: Stop);
        await client.SecretKeys.ListAsync("p", new ListQuery { Search = "a b", Page = 2 }, unused: true, Stop);
        var since = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));
        await client.Audit.ListAsync(new AuditQuery { Action = "secret.access", From = since }, Stop);

        Assert.Equal(
            [
                "GET /behind/a-proxy/api/v1/me/secret-keys",
                "GET /behind/a-proxy/api/v1/projects/p/secret-keys?search=a%20b&page=2&unused=true",
                "GET /behind/a-proxy/api/v1/audit?action=secret.access&from=2026-01-02T02%3A04%3A05Z",
            ],
            studio.Requests
        );
    }

    [Fact]
    public async Task A_refusal_says_its_code_and_its_fields_and_nothing_that_was_sent()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            app.MapPost(
                "/api/v1/projects/p/secret-keys",
                () =>
                    FakeStudio.Problem(
                        400,
                        "invalid",
                        "Some fields are not valid.",
                        new Dictionary<string, string[]> { ["entries[0].name"] = ["A name has no '='."] }
                    )
            )
        );
        using var http = Http();
        var client = new StudioClient(http, studio.Address, new SecretValue("stu_canary"));
        var request = new CreateSecretKeysRequest("weather", Entries: [new("A=B", new SecretValue("canary"))]);

        var error = await Assert.ThrowsAsync<StudioException>(() => client.SecretKeys.CreateAsync("p", request, Stop));

        Assert.Equal(("invalid", 400, "Some fields are not valid."), (error.Code, error.Status, error.Detail));
        Assert.Equal(["A name has no '='."], error.Errors["entries[0].name"]);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, "text/html", "<html>canary</html>")]
    [InlineData(500, "application/problem+json", "canary")]
    [InlineData(200, "application/json", "\"canary\"")]
    [InlineData(200, "application/json", "null")]
    [InlineData(302, "text/html", "canary")]
    public async Task An_answer_that_is_not_Studios_is_an_error_that_does_not_quote_it(
        int status,
        string type,
        string body
    )
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            app.MapFallback(() => Results.Text(body, type, statusCode: status))
        );
        using var http = Http();

        var error = await Assert.ThrowsAsync<StudioException>(() =>
            new StudioClient(http, studio.Address).Session.LogInAsync(
                new LoginRequest("a@b", new SecretValue("canary")),
                Stop
            )
        );

        Assert.Equal(("unexpected-answer", status), (error.Code, error.Status));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_unreachable()
    {
        using var http = Http();
        var client = new StudioClient(http, new Uri($"http://ada:canary@127.0.0.1:{FreePort()}"));

        var error = await Assert.ThrowsAsync<StudioUnreachableException>(() => client.Session.GetMeAsync(Stop));

        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_is_not_an_outage()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            app.MapFallback(context => Task.Delay(Timeout.Infinite, context.RequestAborted))
        );
        using var http = Http();
        using var given = new CancellationTokenSource();
        var call = new StudioClient(http, studio.Address).Session.GetMeAsync(given.Token);

        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact(Timeout = 30_000)]
    public async Task Events_arrive_while_the_launch_still_runs()
    {
        var firstSeen = new TaskCompletionSource();
        await using var studio = await FakeStudio.StartAsync(app =>
            app.MapGet(
                "/api/v1/launches/launch-1/events",
                async (HttpContext context) =>
                {
                    context.Response.ContentType = "application/x-ndjson";
                    await context.Response.WriteAsync(
                        """{"at":"2026-01-02T03:04:05Z","step":{"name":"pulling","state":"running"},"new":1}""" + "\n",
                        Stop
                    );
                    await context.Response.Body.FlushAsync(Stop);
                    await firstSeen.Task.WaitAsync(Stop);
                    await context.Response.WriteAsync("""{"at":"2026-01-02T03:04:06Z","state":"live"}""" + "\n", Stop);
                }
            )
        );
        using var http = Http();
        List<string?> seen = [];

        await foreach (var line in new StudioClient(http, studio.Address).Launches.FollowAsync("launch-1", Stop))
        {
            seen.Add(line.Step?.Name ?? line.State);
            firstSeen.TrySetResult();
        }

        Assert.Equal(["pulling", "live"], seen);
    }

    [Fact]
    public async Task A_server_that_dies_while_it_is_followed_is_unreachable()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
            app.MapFallback(
                async (HttpContext context) =>
                {
                    await context.Response.WriteAsync(
                        """{"at":"2026-01-02T03:04:06Z","state":"running"}""" + "\n",
                        Stop
                    );
                    await context.Response.Body.FlushAsync(Stop);
                    context.Abort();
                }
            )
        );
        using var http = Http();

        await Assert.ThrowsAsync<StudioUnreachableException>(async () =>
        {
            await foreach (var _ in new StudioClient(http, studio.Address).Launches.FollowAsync("launch-1", Stop)) { }
        });
    }

    private static HttpClient Http() => new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
