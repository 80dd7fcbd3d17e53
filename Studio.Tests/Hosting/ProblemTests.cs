using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Studio.Client;
using Studio.Client.Common;
using Studio.Domain.Engine;
using Studio.Domain.Storage;
using Studio.Hosting;

namespace Studio.Tests.Hosting;

public sealed class ProblemTests(StudioApp studio) : IClassFixture<StudioApp>
{
    const string Canary = "canary-value-31415";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($$"""{"name":"ci","wrong":"{{Canary}}"}""", "'wrong' is not known.")]
    [InlineData($$"""{"name":["{{Canary}}"]}""", "This is not JSON of the expected form.")]
    [InlineData($$"""{"name":"ci","expiresAt":"{{Canary}}"}""", "A time is written like 2030-01-31T12:00:00Z.")]
    [InlineData($$"""{"project":"{{Canary}}"}""", "Required: name.")]
    [InlineData($$"""{"name":"{{Canary}}","name":"ci"}""", "A member stands there twice.")]
    [InlineData($$"""{"name":"{{Canary}}" """, "This is not JSON of the expected form.")]
    [InlineData("", "Send a JSON body of the expected form.")]
    public async Task A_malformed_body_is_named_and_never_quoted(string body, string sentence)
    {
        var answer = await studio.Admin.PostTextAsync("/api/v1/tokens", body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(sentence, problem.Detail);
        Assert.DoesNotContain(Canary, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_of_a_wrong_member_is_the_field_of_the_error()
    {
        var answer = await studio.Admin.PostTextAsync("/api/v1/tokens", """{"name":"ci","scopes":["view",7]}""");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal("scopes[1]", Assert.Single(problem.Errors!).Key);
    }

    [Theory]
    [InlineData("tokens", """{"name":"ci","scopes":[null]}""", "scopes[0]")]
    [InlineData("projects/default/services", """{"name":"a","image":"b","environment":[null]}""", "environment[0]")]
    [InlineData(
        "projects/default/services",
        """{"name":"a","image":"b","ports":[{"container":80},null]}""",
        "ports[1]"
    )]
    [InlineData(
        "projects/default/services",
        """{"name":"a","image":"b","storage":{"emptyDirs":[null]}}""",
        "storage.emptyDirs[0]"
    )]
    [InlineData("projects/default/secret-keys", """{"name":"weather","entries":[null]}""", "entries[0]")]
    public async Task Null_in_a_list_is_refused_by_its_place(string path, string body, string field)
    {
        var answer = await studio.Admin.PostTextAsync($"/api/v1/{path}", body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
    }

    [Theory]
    [InlineData("4", HttpStatusCode.BadRequest, "invalid")]
    [InlineData("\"abc\"", HttpStatusCode.PreconditionFailed, "stale")]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed, "stale")]
    public async Task A_tag_that_is_not_ours_is_stale_and_what_is_no_tag_is_named(
        string tag,
        HttpStatusCode status,
        string code
    )
    {
        await studio.Admin.PostTextAsync("/api/v1/projects/default/secret-keys", """{"name":"tagged","entries":[]}""");
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/projects/default/secret-keys/tagged");
        request.Headers.TryAddWithoutValidation("If-Match", tag);

        var problem = await (await studio.Admin.SendAsync(request, Stop)).ReadProblemAsync(status, code);

        Assert.Contains(code == "stale" ? "changed" : "If-Match", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page=first", "page")]
    [InlineData("page=0", "page")]
    [InlineData("pageSize=201", "pageSize")]
    [InlineData("sort=hash", "sort")]
    public async Task A_wrong_parameter_is_the_field_of_the_error(string query, string field)
    {
        var answer = await studio.Admin.GetAsync($"/api/v1/tokens?{query}", Stop);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
    }

    [Fact]
    public async Task An_unknown_path_of_the_api_is_a_problem_too() =>
        await (await studio.Admin.GetAsync("/api/v1/nothing", Stop)).ReadProblemAsync(
            HttpStatusCode.NotFound,
            "missing"
        );

    [Fact]
    public async Task A_method_that_a_path_does_not_have_is_a_problem_too() =>
        await (await studio.Admin.DeleteAsync("/api/v1/me", Stop)).ReadProblemAsync(
            HttpStatusCode.MethodNotAllowed,
            "method-not-allowed"
        );

    [Fact]
    public async Task A_project_that_one_may_not_know_of_is_missing() =>
        await (await studio.Admin.GetAsync("/api/v1/projects/nothing/secret-keys", Stop)).ReadProblemAsync(
            HttpStatusCode.NotFound,
            "missing"
        );

    [Fact]
    public async Task A_sealed_database_is_423() =>
        Assert.Equal((423, "sealed"), await DescribeAsync(new SealedException()));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_busy_database_is_503_wherever_it_shows(int code)
    {
        var busy = new SqliteException(Canary, code);
        Assert.Equal((503, "database-busy"), await DescribeAsync(busy));
        Assert.Equal((503, "database-busy"), await DescribeAsync(new DbUpdateException(Canary, busy)));
    }

    [Fact]
    public async Task A_full_disk_is_said_wherever_it_shows()
    {
        var full = new SqliteException(Canary, 13);
        Assert.Equal((507, "database-full"), await DescribeAsync(full));
        Assert.Equal((507, "database-full"), await DescribeAsync(new DbUpdateException(Canary, full)));
    }

    [Theory]
    [InlineData(EngineFailure.Unavailable, 503, "engine-unavailable")]
    [InlineData(EngineFailure.PullDenied, 502, "pull-denied")]
    [InlineData(EngineFailure.ImageMissing, 502, "image-missing")]
    [InlineData(EngineFailure.RegistryUnavailable, 502, "registry-unavailable")]
    [InlineData(EngineFailure.Conflict, 409, "engine-conflict")]
    [InlineData(EngineFailure.BadContainer, 422, "bad-container")]
    [InlineData(EngineFailure.Other, 502, "engine-failed")]
    public async Task What_the_engine_refuses_is_no_internal_error(EngineFailure failure, int status, string code) =>
        Assert.Equal((status, code), await DescribeAsync(new EngineException(failure, "It said no.")));

    [Fact]
    public async Task A_row_that_changed_in_the_meantime_is_412() =>
        Assert.Equal((412, "stale"), await DescribeAsync(new DbUpdateConcurrencyException(Canary)));

    [Fact]
    public async Task Anything_else_is_500_and_says_nothing_of_what_happened() =>
        Assert.Equal((500, "internal"), await DescribeAsync(new InvalidOperationException(Canary)));

    static async Task<(int Status, string Code)> DescribeAsync(Exception exception)
    {
        using var body = new MemoryStream();
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        await new ProblemHandler(NullLogger<ProblemHandler>.Instance).TryHandleAsync(context, exception, Stop);
        var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        var problem = JsonSerializer.Deserialize(text, StudioJson.Tolerant.ProblemResponse)!;
        return (context.Response.StatusCode, problem.Type[ProblemResponse.TypePrefix.Length..]);
    }
}
