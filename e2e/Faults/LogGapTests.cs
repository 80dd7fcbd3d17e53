using Studio.Client.Logs;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>The engine goes away while somebody follows a log.</summary>
[Collection<EngineEndsCollection>]
public sealed class LogGapTests(EngineFixture engine)
{
    const int ThreeMinutes = 180_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = ThreeMinutes)]
    [InlineData("stop")]
    [InlineData("kill")]
    public async Task A_log_goes_on_after_the_engine_was_away_with_a_mark_and_no_line_twice(string how)
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var service = await QuietService.LaunchAsync(engine, studio.Admin);
        await service.SayAsync("echo one; echo \"two $TOKEN\"");
        await using var lines = studio
            .Admin.Logs.FollowAsync(StudioServer.Project, service.Name, stop: Stop)
            .GetAsyncEnumerator(Stop);
        List<LogLineResponse> read = [await NextAsync(lines), await NextAsync(lines)];

        await using (var outage = await EngineOutage.BeginAsync(engine, how))
        {
            read.Add(await NextAsync(lines));
            await outage.EndAsync();
        }

        await Until.TrueAsync("its container runs again", () => RunsAsync(service));
        await service.SayAsync("echo \"three $TOKEN\"");
        read.Add(await NextAsync(lines));

        Assert.Equal(["stdout", "stdout", "studio", "stdout"], read.Select(line => line.Stream));
        Assert.Contains("engine was away", read[2].Text, StringComparison.Ordinal);
        Assert.Equal(
            ["one", $"two {QuietService.Redacted}", $"three {QuietService.Redacted}"],
            read.Where(line => line.Stream == "stdout").Select(line => line.Text)
        );
    }

    async Task<bool> RunsAsync(QuietService service) =>
        (await engine.Client.Containers.InspectAsync(service.Container, Stop)).State.Running
        && (await service.Stage.GetAsync()).State.Status == "running";

    static async Task<LogLineResponse> NextAsync(IAsyncEnumerator<LogLineResponse> lines)
    {
        Assert.True(await lines.MoveNextAsync(), "The log has ended.");
        return lines.Current;
    }
}
