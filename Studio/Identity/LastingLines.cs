using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Identity;

/// <summary>Answers of one JSON object a line (<c>application/x-ndjson</c>), each sent when it happens.</summary>
static class LastingLines
{
    public const string ContentType = "application/x-ndjson";

    static readonly byte[] _newLine = [(byte)'\n'];

    /// <summary>Everything there is, to its end, or until whoever asked may not have it any more: then the answer just ends.</summary>
    public static IResult Stream<T>(
        this LastingAccess lasting,
        HttpContext http,
        Permission permission,
        ProjectId? project,
        IAsyncEnumerable<T> items,
        JsonTypeInfo<T> type
    ) =>
        TypedResults.Stream(
            async body =>
            {
                var stop = http.RequestAborted;
                await using var access = lasting.Begin(http, permission, project, stop);
                await using var each = items.GetAsyncEnumerator(access.Token);
                try
                {
                    while (await each.MoveNextAsync())
                    {
                        await JsonSerializer.SerializeAsync(body, each.Current, type, stop);
                        await body.WriteAsync(_newLine, stop);
                        await body.FlushAsync(stop);
                    }
                }
                catch (OperationCanceledException) when (access.IsWithdrawn)
                {
                    // What was seen stays.
                }
            },
            ContentType
        );
}
