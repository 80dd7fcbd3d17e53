using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;

namespace Studio.Domain.Commands;

/// <summary>Starts a shell inside a service's container, for a terminal that is read with <see cref="AttachTerminal"/>.</summary>
public sealed class OpenTerminal(
    CommandTargets targets,
    IContainerEngine engine,
    Terminals terminals,
    InstanceValues values,
    AuditTrail audit,
    TimeProvider clock
)
{
    const int Widest = 1000;

    /// <summary>In the order in which people like them.</summary>
    static readonly string[] _shells = ["bash", "sh", "ash"];

    /// <param name="secretEnv">Variables by name: <c>collection/ENTRY</c>. For this shell only.</param>
    /// <returns>
    /// A terminal, which is ended unless somebody attaches within <see cref="Terminals.AttachLimit"/>; <see cref="Denied"/>,
    /// <see cref="Missing"/>, <see cref="Invalid"/>, <see cref="EngineUnavailable"/>, <see cref="Sealed"/>; or
    /// <see cref="Refused"/> with <c>not-running</c>, <c>no-shell</c>, <c>unredactable</c> or <c>too-many-terminals</c>.
    /// </returns>
    public async Task<Result<Terminal>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        IReadOnlyDictionary<string, string> secretEnv,
        TerminalSize size,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.OpenTerminal;
        if (await audit.RefusalAsync(actor, Permission.RunCommands, project, Action, stop) is { } denied)
            return denied;
        if (size.Columns is < 1 or > Widest || size.Rows is < 1 or > Widest)
            return new Invalid(size.Columns is < 1 or > Widest ? "columns" : "rows", $"Use 1 to {Widest}.");
        if (terminals.IsFull)
            return new Refused(
                "too-many-terminals",
                $"{Terminals.Most} terminals are open. Close one that is not needed."
            );
        var found = await targets.FindAsync(actor, project, idOrName, secretEnv, Action, "a shell", stop);
        if (!found.TryGet(out var target, out var problem))
            return problem;
        try
        {
            foreach (var shell in _shells)
            {
                if (await TryAsync(shell, target, size, stop) is not { } running)
                    continue;
                var generation = target.Generation;
                Terminal terminal = new(actor, target, running, shell, ChangedAsync, clock);
                terminals.Add(terminal);
                return terminal;

                async Task<Redaction.KnownValues?> ChangedAsync(CancellationToken read)
                {
                    var now = values.Generation(target.Launch.Id);
                    if (now == generation)
                        return null;
                    generation = now;
                    return await values.OfAsync(target.Launch, read);
                }
            }
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }

        return new Refused(
            "no-shell",
            "This image has no shell (bash, sh or ash), so that no terminal can be opened in it. Run one of its own programs instead."
        );
    }

    /// <returns>Null: the image does not have it.</returns>
    async Task<IRunningCommand?> TryAsync(string shell, CommandTarget target, TerminalSize size, CancellationToken stop)
    {
        try
        {
            return await engine.RunAsync(target.Container, new([shell], target.Environment, size), stop);
        }
        catch (EngineException exception) when (exception.Failure == EngineFailure.NoSuchCommand)
        {
            return null;
        }
    }
}

/// <summary>Reads and types into a terminal that the same user has opened.</summary>
public sealed class AttachTerminal(Terminals terminals, AuditTrail audit)
{
    static readonly Missing Missing = new("The terminal");

    /// <returns>
    /// The terminal, which the caller closes with <see cref="Terminals.CloseAsync"/>; <see cref="Denied"/>; <see cref="Missing"/>
    /// also when it is somebody else's; or <see cref="Refused"/> with <c>attached</c>.
    /// </returns>
    public async Task<Result<Terminal>> RunAsync(Actor actor, ProjectId project, TerminalId id, CancellationToken stop)
    {
        const string Action = AuditActions.OpenTerminal;
        if (await audit.RefusalAsync(actor, Permission.RunCommands, project, Action, stop) is { } denied)
            return denied;
        if (
            terminals.Find(id) is not { } terminal
            || terminal.Owner.User != actor.User
            || terminal.Target.Service.Project != project
        )
            return Missing;
        return terminal.Attach() ? terminal : new Refused("attached", "This terminal is shown elsewhere already.");
    }
}
