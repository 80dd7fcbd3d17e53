using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Identity;
using Studio.Domain.Logs;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Tests.Engine;

namespace Studio.Tests.Logs;

/// <summary>Following what a service's container prints, until one goes away.</summary>
public sealed class ReadServiceLogsTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_goes_away_while_the_engine_is_slow_leaves_no_reading_behind()
    {
        await app.GivenServiceAsync("slow");
        var databases = app.Studio.Services.GetRequiredService<IDbContextFactory<StudioDbContext>>();
        await using var database = await databases.CreateDbContextAsync(Stop);
        var project = (await database.Projects.SingleAsync(row => row.Name == Project.DefaultName, Stop)).Id;
        Actor vic = new() { Name = "vic@example.com", Permissions = Roles.Permissions(Role.Viewer) };
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        TaskCompletionSource follows = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        app.Engine.OnReadOutput = async _ =>
        {
            // First what is there, then what comes: there it does not hear at once that nobody wants it any more.
            if (++asked < 2)
                return;
            follows.SetResult();
            await Task.Delay(200, CancellationToken.None);
        };

        var reading = Task.Run(
            async () =>
            {
                var read = app.Studio.Services.GetRequiredService<ReadServiceLogs>();
                var lines = await read.RunAsync(vic, project, "slow", new() { Follow = true }, gone.Token);
                await foreach (var _ in lines.Value.WithCancellation(gone.Token)) { }
            },
            Stop
        );
        await follows.Task.WaitAsync(Stop);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        app.Engine.OnReadOutput = null;
    }
}
