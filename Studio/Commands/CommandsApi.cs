using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Commands;
using Studio.Common;
using Studio.Domain.Commands;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Projects;

namespace Studio.Commands;

/// <summary>Commands and terminals, under <c>/projects/{project}/services/{service}</c>.</summary>
static class CommandsApi
{
    static readonly Dictionary<string, string> _noSecrets = [];

    public static RouteGroupBuilder MapServiceCommands(this RouteGroupBuilder group)
    {
        group
            .MapPost("exec", ExecAsync)
            .WithName("ExecInService")
            .WithSummary("Run a command inside its container and wait for it; what it prints is redacted");
        group
            .MapPost("terminals", OpenAsync)
            .WithName("OpenServiceTerminal")
            .WithSummary("Start a shell inside its container; attach to it within 30 seconds");
        group
            .MapGet("terminals/{terminal}", AttachAsync)
            .WithName("AttachServiceTerminal")
            .WithSummary(
                "WebSocket: keys as binary messages, a new size as a text message; what is shown comes as binary messages"
            )
            .Produces(StatusCodes.Status101SwitchingProtocols)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    static async Task<Results<Ok<ExecResponse>, ProblemHttpResult>> ExecAsync(
        Actor actor,
        ProjectScope project,
        string service,
        ExecRequest request,
        RunServiceCommand run,
        CancellationToken stop
    )
    {
        var timeout = request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var command = new CommandRequest(request.Command, request.SecretEnv ?? _noSecrets, timeout);
        return (await run.RunAsync(actor, project.Id, service, command, stop)).ToOk(done => new ExecResponse(
            done.ExitCode,
            $"{done.Output}",
            $"{done.Error}",
            done.TimedOut,
            done.IsCut
        ));
    }

    static async Task<Results<Created<TerminalResponse>, ProblemHttpResult>> OpenAsync(
        Actor actor,
        ProjectScope project,
        string service,
        OpenTerminalRequest request,
        OpenTerminal open,
        CancellationToken stop
    )
    {
        var size = new TerminalSize(request.Columns, request.Rows);
        var secrets = request.SecretEnv ?? _noSecrets;
        return (await open.RunAsync(actor, project.Id, service, secrets, size, stop)).TryGet(
            out var terminal,
            out var problem
        )
            ? TypedResults.Created(
                $"/api/v1/projects/{project.Id}/services/{service}/terminals/{terminal.Id}",
                new TerminalResponse($"{terminal.Id}", terminal.Program)
            )
            : problem.ToHttp();
    }

    static async Task<IResult> AttachAsync(
        Actor actor,
        ProjectScope project,
        string service,
        string terminal,
        AttachTerminal attach,
        TerminalSockets sockets,
        HttpContext http,
        CancellationToken stop
    )
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return new Invalid("terminal", "A terminal is read through a WebSocket.").ToHttp();
        if (!WireId.TryParse<TerminalId>(terminal, out var id))
            return new Missing("The terminal").ToHttp();
        if (!(await attach.RunAsync(actor, project.Id, id, stop)).TryGet(out var found, out var problem))
            return problem.ToHttp();
        await sockets.RunAsync(http, project.Id, found, stop);
        return TypedResults.Empty;
    }
}
