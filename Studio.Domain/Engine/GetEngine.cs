using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Domain.Engine;

/// <summary>Whether the engine answers, and what it is. It is asked once, however many want to know at a time.</summary>
public sealed class GetEngine(IContainerEngine engine, AuditTrail audit, TimeProvider clock) : IDisposable
{
    /// <summary>How long it may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    readonly SemaphoreSlim _one = new(1);
    DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    Result<EngineFacts> _answer = new EngineUnavailable();

    /// <param name="project">Null: of the whole installation.</param>
    /// <param name="age">How old the answer may be; zero: asked from now on.</param>
    /// <returns><see cref="Denied"/>; <see cref="EngineUnavailable"/> when it does not answer in time.</returns>
    public async Task<Result<EngineFacts>> RunAsync(
        Actor actor,
        ProjectId? project,
        TimeSpan age,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewEngine;
        if (await audit.RefusalAsync(actor, Permission.View, project, Action, stop) is { } denied)
            return denied;

        var oldest = clock.GetUtcNow() - age;
        await _one.WaitAsync(stop);
        try
        {
            // Somebody else may have asked while this one waited.
            if (_askedAt < oldest)
            {
                _answer = await AskAsync(stop);
                _askedAt = clock.GetUtcNow();
            }

            return _answer;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    async Task<Result<EngineFacts>> AskAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await engine.GetFactsAsync(either.Token);
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new EngineUnavailable
            {
                Message =
                    $"The container engine gave no answer within {Patience.TotalSeconds} seconds. Look at it on the server; what runs keeps running.",
            };
        }
    }
}
