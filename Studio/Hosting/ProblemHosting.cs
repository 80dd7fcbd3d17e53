using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.Sqlite;
using Studio.Client;
using Studio.Common;
using Studio.Domain.Common;

namespace Studio.Hosting;

/// <summary>
/// The one place where exceptions become answers: <c>application/problem+json</c>, never with a value that was sent and never with
/// what went wrong inside.
/// </summary>
sealed partial class ProblemHandler(ILogger<ProblemHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken stop)
    {
        var problem = Describe(exception);
        // An exception that is handled here is logged by nobody else.
        if (problem.Status == StatusCodes.Status500InternalServerError)
            LogBug(
                context.Request.Method,
                context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName,
                Trace(exception)
            );
        await WriteAsync(context, problem);
        return true;
    }

    public static async Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        await Results.Problem(problem).ExecuteAsync(context);
    }

    /// <summary>
    /// Where it happened. Messages are left out, for they can quote what was sent; those of the database and of files say what is
    /// wrong with the machine, such as a full disk.
    /// </summary>
    static string Trace(Exception exception)
    {
        var words = exception is SqliteException or IOException ? $": {exception.Message}" : "";
        var cause = exception.InnerException is { } inner ? $"\nbecause of {Trace(inner)}" : "";
        return $"{exception.GetType()}{words}\n{exception.StackTrace}{cause}";
    }

    static ProblemDetails Describe(Exception exception) =>
        exception switch
        {
            _ when Outages.Find(exception) is { } outage => ProblemResults.Details(outage),
            MalformedHeaderException header => ProblemResults.Details(new Invalid(header.Header, header.Message)),
            BadHttpRequestException { InnerException: JsonException json } => Malformed(json),
            BadHttpRequestException bad => Malformed(bad),
            JsonException json => Malformed(json),
            _ => ProblemResults.Details(
                "internal",
                StatusCodes.Status500InternalServerError,
                "Internal error",
                "Something went wrong inside Studio. Its log says more."
            ),
        };

    static ProblemDetails Malformed(BadHttpRequestException error)
    {
        var parameter = ParameterName().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : null;
        var problem = parameter is null
            ? ProblemResults.Details("invalid", error.StatusCode, "Invalid", "Send a JSON body of the expected form.")
            : UnreadableParameter(parameter);
        problem.Status = error.StatusCode;
        return problem;
    }

    internal static ProblemDetails UnreadableParameter(string name)
    {
        var field = JsonNamingPolicy.CamelCase.ConvertName(name);
        return ProblemResults.Details(new Invalid(field, $"'{field}' does not have the expected form."));
    }

    /// <summary>
    /// Names of members are said, values are not: the serializer's own sentences can quote them, those of our converters do not.
    /// </summary>
    static ProblemDetails Malformed(JsonException error)
    {
        var names = QuotedName().Matches(error.Message).Select(match => match.Groups[1].Value).ToList();
        var path =
            error.Path is { Length: > 2 } full && full.StartsWith("$.", StringComparison.Ordinal) ? full[2..] : "";
        if (error.Data[StudioJson.NullItem] is string item)
            path = path.Length == 0 ? item : $"{path}.{item}";
        var sentence = error.Message switch
        {
            _ when error.Source == typeof(StudioJson).Assembly.GetName().Name => error.Message,
            var text when text.Contains("could not be mapped", StringComparison.Ordinal) =>
                $"'{names[0]}' is not known.",
            var text when text.Contains("missing required", StringComparison.Ordinal) =>
                $"Required: {string.Join(", ", names.Skip(1))}.",
            var text when text.Contains("uplicate", StringComparison.Ordinal) => "A member stands there twice.",
            _ => "This is not JSON of the expected form.",
        };
        return ProblemResults.Details(new Invalid(path, sentence));
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed: {Trace}")]
    partial void LogBug(string method, string? endpoint, string trace);

    [GeneratedRegex(@"parameter ""\S+ (\w+)""")]
    private static partial Regex ParameterName();

    [GeneratedRegex("'([^']{1,100})'")]
    private static partial Regex QuotedName();
}

static class ProblemHosting
{
    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            .AddProblemDetails()
            .AddExceptionHandler<ProblemHandler>()
            .ConfigureHttpJsonOptions(options => StudioJson.Configure(options.SerializerOptions))
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    /// <summary>Exceptions, and answers of the API without a body, become problems.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api"),
            api =>
                api.UseStatusCodePages(status =>
                    ProblemHandler.WriteAsync(status.HttpContext, Bare(status.HttpContext))
                )
        );
    }

    static ProblemDetails Bare(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest when UnreadableParameter(context) is { } name =>
                ProblemHandler.UnreadableParameter(name),
            StatusCodes.Status404NotFound => ProblemResults.Details(new Missing("This path")),
            StatusCodes.Status405MethodNotAllowed and var status => ProblemResults.Details(
                "method-not-allowed",
                status,
                "Method not allowed",
                "This path does not have that method."
            ),
            StatusCodes.Status413PayloadTooLarge and var status => ProblemResults.Details(
                "invalid",
                status,
                "Invalid",
                "The body is too large."
            ),
            var status => ProblemResults.Details("invalid", status, "Invalid", "The request cannot be answered."),
        };

    // The compiled binders say that a parameter of the address cannot be read, but not which.
    static string? UnreadableParameter(HttpContext context) =>
        context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(parameter =>
                parameter.HasTryParse
                && context.Request.Query.TryGetValue(parameter.Name, out var texts)
                && texts is [{ Length: > 0 } text, ..]
                && !TypeDescriptor.GetConverter(parameter.ParameterInfo.ParameterType).IsValid(text)
            )
            ?.Name;
}
