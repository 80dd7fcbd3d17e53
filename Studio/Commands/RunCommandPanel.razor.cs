using Microsoft.AspNetCore.Components;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Commands;
using Studio.Domain.Common;
using Studio.Domain.Services;

namespace Studio.Commands;

/// <summary>
/// Runs a command in a service's container and shows what became of it. Leaving the panel ends the command; what was typed is kept
/// nowhere.
/// </summary>
public sealed partial class RunCommandPanel(PageDoor door, RunServiceCommand run, TimeProvider time) : IAsyncDisposable
{
    readonly SecretVariables _variables = new();
    string _line = "";
    int? _seconds;
    FormErrors _errors = FormErrors.None;
    CommandResult? _result;
    CancellationTokenSource? _stop;
    Task _running = Task.CompletedTask;
    long _began;
    bool _isCancelled;

    /// <summary>Id of a service.</summary>
    [Parameter, EditorRequired]
    public required string Service { get; set; }

    bool IsRunning => _stop is not null;

    public async ValueTask DisposeAsync()
    {
        await CancelAsync();
        await _running;
    }

    Task CancelAsync() => _stop?.CancelAsync() ?? Task.CompletedTask;

    Task Run() => IsRunning ? Task.CompletedTask : _running = RunAsync();

    async Task RunAsync()
    {
        (_errors, _result, _isCancelled) = (FormErrors.None, null, false);
        if (!Read().TryGet(out var command, out var unclear))
        {
            Show(unclear);
            return;
        }

        using var stop = _stop = new CancellationTokenSource();
        _began = time.GetTimestamp();
        try
        {
            var result = await door.RunAsync(
                (actor, project) => run.RunAsync(actor, project, Service, command, stop.Token)
            );
            if (!result.TryGet(out _result, out var problem))
                Show(problem);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _isCancelled = true;
        }
        finally
        {
            _stop = null;
        }
    }

    Result<CommandRequest> Read()
    {
        if (!ShellWords.TrySplit(_line ?? "", out var words, out var error))
            return new Invalid("command", error);
        if (!_variables.ToMap().TryGet(out var secrets, out var unclear))
            return unclear;
        var timeout = _seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return new CommandRequest(words, secrets, timeout);
    }

    void Show(Problem problem) => _errors = FormErrors.Of(problem, [.. _variables.Fields, "command", "timeoutSeconds"]);
}
