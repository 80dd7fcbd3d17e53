using System.Text;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;

namespace Studio.Domain.Commands;

/// <summary>A command for a service's container, as someone sends it.</summary>
/// <param name="Command">The program and its arguments; run without a shell.</param>
/// <param name="SecretEnv">Variables by name: <c>collection/ENTRY</c>. For this command only.</param>
/// <param name="Timeout">After which it is ended; null: <see cref="RunServiceCommand.UsualTimeout"/>.</param>
public sealed record CommandRequest(
    IReadOnlyList<string>? Command,
    IReadOnlyDictionary<string, string> SecretEnv,
    TimeSpan? Timeout
);

/// <param name="ExitCode">124 when it was ended because its time was over.</param>
/// <param name="IsCut">It printed more than is kept.</param>
public sealed record CommandResult(int ExitCode, RedactedText Output, RedactedText Error, bool TimedOut, bool IsCut);

/// <summary>Runs a command inside a service's container and waits for it.</summary>
public sealed class RunServiceCommand(CommandTargets targets, IContainerEngine engine, AuditTrail audit)
{
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>Bytes of each stream that are kept.</summary>
    public const int MostOutput = 1024 * 1024;

    const int MostArguments = 1024;
    const int LongestCommand = 128 * 1024;

    /// <summary>What <see href="https://www.gnu.org/software/coreutils/timeout">timeout</see> ends with.</summary>
    const int TimedOutCode = 124;

    /// <returns>
    /// What became of it; <see cref="Denied"/>, <see cref="Missing"/>, <see cref="Invalid"/>, <see cref="EngineUnavailable"/>,
    /// <see cref="Sealed"/>; or <see cref="Refused"/> with <c>not-running</c>, <c>no-such-command</c> or <c>unredactable</c>.
    /// </returns>
    public async Task<Result<CommandResult>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CommandRequest request,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.RunCommands, project, AuditActions.Exec, stop) is { } denied)
            return denied;
        if (Check(request) is { } wrong)
            return wrong;
        var command = request.Command!;
        var detail = command.Count == 1 ? command[0] : $"{command[0]} with {command.Count - 1} arguments";
        var found = await targets.FindAsync(
            actor,
            project,
            idOrName,
            request.SecretEnv,
            AuditActions.Exec,
            detail,
            stop
        );
        if (!found.TryGet(out var target, out var problem))
            return problem;
        try
        {
            await using var running = await engine.RunAsync(target.Container, new(command, target.Environment), stop);
            return await WaitAsync(running, target.Known, request.Timeout ?? UsualTimeout, stop);
        }
        catch (EngineException exception)
        {
            // The engine's message quotes the command.
            return exception.ToProblem() is Refused refused
                ? new Refused(refused.Code, $"{target.Known.Redact(refused.Message)}")
                : exception.ToProblem();
        }
    }

    static async Task<CommandResult> WaitAsync(
        IRunningCommand running,
        KnownValues known,
        TimeSpan timeout,
        CancellationToken stop
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        RedactedBeginning output = new(known, MostOutput);
        RedactedBeginning error = new(known, MostOutput);
        int? code = null;
        try
        {
            // What is not kept is read all the same: a command that cannot print would not end.
            await foreach (var piece in running.ReadAsync(limit.Token))
                (piece.IsError ? error : output).Write(piece.Bytes.Span);
            // The engine ends the output a moment before it knows the code.
            while ((code = await running.GetExitCodeAsync(limit.Token)) is null)
                await Task.Delay(10, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested) { }

        return new(
            code ?? TimedOutCode,
            output.Complete(cut: code is null),
            error.Complete(cut: code is null),
            TimedOut: code is null,
            output.IsCut || error.IsCut
        );
    }

    static Invalid? Check(CommandRequest request)
    {
        if (request.Command is not [{ Length: > 0 }, ..])
            return new("command", "Name a program, and its arguments: [\"ls\", \"-l\"].");
        if (request.Command.Any(word => word is null || word.Contains('\0', StringComparison.Ordinal)))
            return new("command", "An argument is a text without zero bytes.");
        if (
            request.Command.Count > MostArguments
            || request.Command.Sum(word => (long)Encoding.UTF8.GetByteCount(word)) > LongestCommand
        )
            return new(
                "command",
                $"A command has at most {MostArguments} arguments and {LongestCommand / 1024} KiB in all."
            );
        return request.Timeout is { } timeout && (timeout < TimeSpan.FromSeconds(1) || timeout > LongestTimeout)
            ? new("timeoutSeconds", $"Use 1 to {LongestTimeout.TotalSeconds} seconds.")
            : null;
    }
}
