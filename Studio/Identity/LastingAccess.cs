using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Identity;

/// <summary>Ends what lasts, a followed log or a terminal, when whoever began it may not have it any more.</summary>
sealed partial class LastingAccess(IdentifyActor identify, TimeProvider clock, ILogger<LastingAccess> log)
{
    /// <summary>How often it is asked again.</summary>
    static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>To be disposed of when what was begun has ended.</summary>
    public Access Begin(HttpContext http, Permission permission, ProjectId? project, CancellationToken stop) =>
        new(ended => UntilWithdrawnAsync(http, permission, project, ended), stop);

    async Task UntilWithdrawnAsync(HttpContext http, Permission permission, ProjectId? project, CancellationToken stop)
    {
        using PeriodicTimer timer = new(Period, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                if ((await identify.FindActorAsync(http, stop))?.Can(permission, project) is not true)
                    return;
            }
            // The database is busy or gone, which says nothing about anybody's rights: the next time will tell.
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                LogNotAsked(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be asked whether somebody may still see what they follow.")]
    partial void LogNotAsked(Exception exception);

    internal sealed class Access : IAsyncDisposable
    {
        readonly CancellationTokenSource _ended;
        readonly Task _watching;

        public Access(Func<CancellationToken, Task> untilWithdrawn, CancellationToken stop)
        {
            _ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _watching = WatchAsync(untilWithdrawn);
        }

        /// <summary>Cancelled when the request has ended, and when it must end.</summary>
        public CancellationToken Token => _ended.Token;

        public bool IsWithdrawn { get; private set; }

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            await _watching;
            _ended.Dispose();
        }

        async Task WatchAsync(Func<CancellationToken, Task> untilWithdrawn)
        {
            try
            {
                await untilWithdrawn(_ended.Token);
                IsWithdrawn = true;
                await _ended.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                // It has ended before.
            }
        }
    }
}
