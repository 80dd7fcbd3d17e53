using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;

namespace Studio.Commands;

/// <summary>
/// A shell of a service's container. The browser opens it and carries keys and output over its own WebSocket (terminal.js): here is
/// only known whether it is open. Leaving the panel ends the shell.
/// </summary>
public sealed partial class TerminalPanel(IJSRuntime js) : IAsyncDisposable
{
    static int _count;

    readonly string _id = $"terminal-{Interlocked.Increment(ref _count)}";
    readonly SecretVariables _variables = new();
    ElementReference _screen;
    DotNetObjectReference<TerminalPanel>? _self;
    IJSObjectReference? _module;
    TerminalState _state;
    FormErrors _errors = FormErrors.None;
    string? _reason;
    string _shell = "";

    /// <summary>Id of a service.</summary>
    [Parameter, EditorRequired]
    public required string Service { get; set; }

    [CascadingParameter]
    Rights? Rights { get; set; }

    /// <summary>Called by the browser: the shell is over.</summary>
    [JSInvokable]
    public Task EndAsync(string reason) =>
        InvokeAsync(() =>
        {
            End(reason);
            StateHasChanged();
        });

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("dispose", _id);
                await _module.DisposeAsync();
            }
        }
        // The page is gone, and its sockets with it.
        catch (JSDisconnectedException) { }
        _self?.Dispose();
    }

    async Task OpenAsync()
    {
        (_errors, _reason) = (FormErrors.None, null);
        if (!_variables.ToMap().TryGet(out var secrets, out var unclear))
        {
            _errors = FormErrors.Of(unclear, _variables.Fields);
            return;
        }

        _state = TerminalState.Connecting;
        // The terminal takes the size of its place, which must be there.
        StateHasChanged();
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["terminal.js"]}");
        _self ??= DotNetObjectReference.Create(this);
        var address = $"/api/v1/projects/{Rights!.Project}/services/{Service}/terminals";
        var opened = await _module.InvokeAsync<OpenedTerminal>("open", _id, _screen, address, secrets, _self);
        if (opened.Shell is { } shell)
        {
            _shell = shell;
            // It may have ended before we knew that it had begun.
            if (_state == TerminalState.Connecting)
                _state = TerminalState.Open;
        }
        else
        {
            _state = TerminalState.Closed;
            _errors = FormErrors.Of(opened.ToProblem(), _variables.Fields);
        }
    }

    Task ClearAsync() => _module!.InvokeVoidAsync("clear", _id).AsTask();

    async Task CloseAsync()
    {
        await _module!.InvokeVoidAsync("close", _id);
        End("You closed the terminal, so the shell was ended.");
    }

    void End(string reason) => (_state, _reason) = (TerminalState.Ended, reason);

    enum TerminalState
    {
        Closed,
        Connecting,
        Open,

        /// <summary>What it has shown stays.</summary>
        Ended,
    }

    /// <summary>What terminal.js says of an attempt: the shell, or the problem as REST tells it.</summary>
    internal sealed record OpenedTerminal(string? Shell, string? Detail, Dictionary<string, string[]>? Errors)
    {
        public Problem ToProblem() =>
            Errors is { Count: > 0 }
                ? new Invalid([
                    .. Errors.SelectMany(field => field.Value.Select(message => new FieldError(field.Key, message))),
                ])
                : new Refused("terminal", Detail ?? "The terminal could not be opened.");
    }
}
