using System.Runtime.CompilerServices;
using Studio.Docker;
using Studio.Docker.Containers;
using Studio.Docker.Exec;
using Studio.Domain.Engine;

namespace Studio.Adapters.Docker;

/// <summary>A command inside a container, and the connection to it.</summary>
sealed class DockerCommand(DockerClient docker, string container, string exec, ExecSession session, CommandMark mark)
    : IRunningCommand
{
    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<CommandOutput> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await using var frames = session.ReadAsync(stop).GetAsyncEnumerator(stop);
        while (await EngineErrors.TranslateAsync(async () => await frames.MoveNextAsync()))
            yield return new(frames.Current.Stream == LogStream.Error, frames.Current.Data);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken stop) =>
        new(EngineErrors.TranslateAsync(() => session.WriteAsync(input, stop).AsTask()));

    public async Task ResizeAsync(TerminalSize size, CancellationToken stop)
    {
        try
        {
            await docker.Exec.ResizeAsync(exec, size.Columns, size.Rows, stop);
        }
        // It has just ended.
        catch (DockerException exception) when (exception is not DockerUnavailableException) { }
    }

    public Task<int?> GetExitCodeAsync(CancellationToken stop) =>
        EngineErrors.TranslateAsync(async () =>
        {
            var details = await docker.Exec.InspectAsync(exec, stop);
            return details.Running ? null : details.ExitCode;
        });

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            if (!(await docker.Exec.InspectAsync(exec, limit.Token)).Running || (docker.IsLocal && mark.Kill()))
                return;
            ExecSpec killer = new() { Cmd = mark.Killer };
            var id = await docker.Exec.CreateAsync(container, killer, limit.Token);
            await using var killing = await docker.Exec.StartAsync(id, tty: false, limit.Token);
            await foreach (var _ in killing.ReadAsync(limit.Token)) { }
        }
        // The container or the engine is gone, and the command with it; or it has no shell to do it with.
        catch (Exception gone) when (gone is DockerException or OperationCanceledException) { }
    }
}
