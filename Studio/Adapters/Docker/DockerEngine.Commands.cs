using Studio.Docker;
using Studio.Docker.Exec;
using Studio.Domain.Engine;

namespace Studio.Adapters.Docker;

/// <summary>Commands inside containers.</summary>
sealed partial class DockerEngine
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    public Task<IRunningCommand> RunAsync(string container, CommandSpec command, CancellationToken stop) =>
        EngineErrors.TranslateAsync<IRunningCommand>(async () =>
        {
            var mark = CommandMark.New();
            ExecSpec spec = new()
            {
                Cmd = command.Command,
                Env =
                [
                    .. command.Environment.Select(variable => $"{variable.Name}={variable.Value.Reveal()}"),
                    $"{mark}",
                    .. command.Terminal is null ? Array.Empty<string>() : ["TERM=xterm-256color"],
                ],
                AttachStdin = command.Terminal is not null,
                Tty = command.Terminal is not null,
                ConsoleSize = command.Terminal is { } size ? [size.Rows, size.Columns] : null,
            };
            try
            {
                var exec = await docker.Exec.CreateAsync(container, spec, stop);
                // From here on it may run, and can be ended only when it does: whoever goes away meanwhile is not obeyed before.
                using var limit = new CancellationTokenSource(StartLimit);
                var session = await docker.Exec.StartAsync(exec, spec.Tty, limit.Token);
                DockerCommand running = new(docker, container, exec, session, mark);
                await EnsureStartedAsync(running, exec, command, limit.Token, stop);
                return running;
            }
            catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
            {
                throw new EngineException(EngineFailure.Unavailable, "The engine does not start the command.", late);
            }
            catch (DockerException exception) when (exception.IsConflict)
            {
                throw new EngineException(EngineFailure.NotRunning, "The container does not run.", exception);
            }
            catch (DockerException exception)
                when (exception.Message.Contains("executable file not found", StringComparison.Ordinal)
                    || exception.Message.Contains("no such file or directory", StringComparison.Ordinal)
                )
            {
                throw NoSuchCommand(command, exception);
            }
        });

    /// <summary>Older engines say that a program is not there as if it had printed so.</summary>
    async Task EnsureStartedAsync(
        DockerCommand running,
        string exec,
        CommandSpec command,
        CancellationToken limit,
        CancellationToken stop
    )
    {
        try
        {
            while (true)
            {
                var details = await docker.Exec.InspectAsync(exec, limit);
                if (details is { Pid: 0, Running: false, ExitCode: 126 or 127 })
                    throw NoSuchCommand(command, null);
                if (details.Pid > 0 || details.ExitCode is not null)
                {
                    if (command.Terminal is { } size && details.Running)
                        await running.ResizeAsync(size, limit);
                    stop.ThrowIfCancellationRequested();
                    return;
                }

                await Task.Delay(10, limit);
            }
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    static EngineException NoSuchCommand(CommandSpec command, Exception? inner) =>
        new(EngineFailure.NoSuchCommand, $"The image has no program '{command.Command[0]}' that can be run.", inner);
}
