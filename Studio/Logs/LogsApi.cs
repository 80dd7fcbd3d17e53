using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Studio.Client;
using Studio.Client.Logs;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Logs;
using Studio.Domain.Redaction;
using Studio.Projects;

namespace Studio.Logs;

/// <summary><c>/projects/{project}/services/{service}/logs</c>.</summary>
static class LogsApi
{
    const string Lines = "application/x-ndjson";
    const string Plain = "text/plain";

    public static RouteGroupBuilder MapServiceLogs(this RouteGroupBuilder group)
    {
        group
            .MapGet("logs", ReadAsync)
            .WithName("ReadServiceLogs")
            .WithSummary(
                "What its container printed, without secrets, as NDJSON or plain text; with follow=true until it has ended"
            )
            .Produces<LogLineResponse>(StatusCodes.Status200OK, Lines, Plain)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        return group;
    }

    static async Task<IResult> ReadAsync(
        Actor actor,
        ProjectScope project,
        string service,
        [AsParameters] LogParameters parameters,
        ReadServiceLogs read,
        HttpContext http,
        CancellationToken stop
    )
    {
        if (
            !parameters
                .ToQuery(http.RequestServices.GetRequiredService<TimeProvider>())
                .TryGet(out var query, out var wrong)
        )
            return wrong.ToHttp();
        if (!(await read.RunAsync(actor, project.Id, service, query, stop)).TryGet(out var lines, out var problem))
            return problem.ToHttp();
        var isFile = LogParameters.IsYes(parameters.Download) is true;
        var isPlain = isFile || http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == Plain);
        var timestamps = LogParameters.IsYes(parameters.Timestamps) is true;
        http.Response.ContentType = isPlain ? $"{Plain}; charset=utf-8" : Lines;
        if (isFile)
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(service)}.log\"";
        // The head goes out before the first line does.
        await http.Response.Body.FlushAsync(stop);
        var body = http.Response.BodyWriter;
        await using Utf8JsonWriter json = new(body, new JsonWriterOptions { SkipValidation = true });
        await foreach (var some in lines.WithCancellation(stop))
        {
            foreach (var line in some)
            {
                if (isPlain)
                    Write(body, line, timestamps);
                else
                    Write(body, json, line);
                // A slow reader holds up the reading: nothing piles up.
                if (body.UnflushedBytes > 64 * 1024)
                    await body.FlushAsync(stop);
            }

            await body.FlushAsync(stop);
        }

        return TypedResults.Empty;
    }

    static string FileName(string service) =>
        string.Concat(service.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));

    static void Write(PipeWriter body, Utf8JsonWriter json, RedactedLine line)
    {
        JsonSerializer.Serialize(json, line.ToResponse(), StudioJson.Default.LogLineResponse);
        json.Flush();
        json.Reset();
        body.Write("\n"u8);
    }

    static void Write(PipeWriter body, RedactedLine line, bool timestamps) =>
        Encoding.UTF8.GetBytes(
            $"{(timestamps ? $"{line.At.UtcDateTime:O} " : "")}{line.Text}{(line.IsPart ? "" : "\n")}",
            body
        );
}
