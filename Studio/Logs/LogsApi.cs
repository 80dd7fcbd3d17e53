using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client;
using Studio.Client.Logs;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Logs;
using Studio.Domain.Redaction;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Logs;

/// <summary><c>/projects/{project}/services/{service}/logs</c>.</summary>
static class LogsApi
{
    const string Plain = "text/plain";

    public static RouteGroupBuilder MapServiceLogs(this RouteGroupBuilder group)
    {
        group
            .MapGet("logs", ReadAsync)
            .WithName("ReadServiceLogs")
            .WithSummary(
                "What its container printed, without secrets, as NDJSON or plain text; with follow=true until it has ended"
            )
            .Produces<LogLineResponse>(StatusCodes.Status200OK, LastingLines.ContentType, Plain)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        group
            .MapGet("logs/instances", ListAsync)
            .WithName("ListServiceLogs")
            .WithSummary(
                "The launches whose containers' output can be read, newest first; of the last that are gone, the end is kept"
            )
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    static async Task<Results<Ok<IReadOnlyList<LogInstanceResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        ProjectScope project,
        string service,
        ListLogs list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, service, stop)).ToOk(
            IReadOnlyList<LogInstanceResponse> (instances) => [.. instances.Select(LogsMapping.ToResponse)]
        );

    static async Task<IResult> ReadAsync(
        Actor actor,
        ProjectScope project,
        string service,
        [AsParameters] LogParameters parameters,
        ReadServiceLogs read,
        LastingAccess lasting,
        HttpContext http,
        CancellationToken stop
    )
    {
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        if (!parameters.ToQuery(clock).TryGet(out var query, out var wrong))
            return wrong.ToHttp();
        await using var access = lasting.Begin(http, Permission.View, project.Id, stop);
        var found = await read.RunAsync(actor, project.Id, service, query, access.Token);
        if (!found.TryGet(out var lines, out var problem))
            return problem.ToHttp();
        var isFile = LogParameters.IsYes(parameters.Download) is true;
        var isPlain = isFile || http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == Plain);
        var timestamps = LogParameters.IsYes(parameters.Timestamps) is true;
        http.Response.ContentType = isPlain ? $"{Plain}; charset=utf-8" : LastingLines.ContentType;
        if (isFile)
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(service)}.log\"";
        // The head goes out before the first line does.
        await http.Response.Body.FlushAsync(stop);
        var body = http.Response.BodyWriter;
        await using Utf8JsonWriter json = new(body, new JsonWriterOptions { SkipValidation = true });
        try
        {
            await foreach (var some in lines.WithCancellation(access.Token))
            {
                foreach (var line in some)
                {
                    WriteLine(line);
                    // A slow reader holds up the reading: nothing piles up.
                    if (body.UnflushedBytes > 64 * 1024)
                        await body.FlushAsync(stop);
                }

                await body.FlushAsync(stop);
            }
        }
        catch (OperationCanceledException) when (access.IsWithdrawn)
        {
            WriteLine(RedactedLine.Remark(clock.GetUtcNow(), "You may not see this log any more."));
        }

        return TypedResults.Empty;

        void WriteLine(RedactedLine line)
        {
            if (isPlain)
                Write(body, line, timestamps);
            else
                Write(body, json, line);
        }
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
