using System.Globalization;
using Studio.Bench.Common;

namespace Studio.Bench;

/// <summary>From nothing to the first page, and the memory that is used then.</summary>
static class Starting
{
    const int Runs = 5;
    const int DockgeMilliseconds = 3100;
    const int DockgeMegabytes = 201;
    const int TargetMilliseconds = 600;
    const double TargetMemory = 0.6;
    const string WhyTime =
        "A start takes about 1.4 s of processor time. Profiled: 0.6 s of it compile what ReadyToRun leaves, generics over several assemblies; a self-contained composite build would take 0.3 s of that away for five minutes of building.";
    const string WhyMemory = "Pages mapped from program files count; they are shared and can be dropped.";

    static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await (await StudioProcess.SetUpAsync(folder.Path)).DisposeAsync();
        var time = new Samples();
        var memory = new Samples("MB");
        var privately = new Samples("MB");
        for (var run = 0; run < Runs; run++)
        {
            await using var studio = await StudioProcess.StartAsync(folder.Path);
            time.Add(studio.StartTime);
            if (run > 0 && run < Runs - 1)
                continue;
            await Task.Delay(Idle);
            memory.Add(studio.Megabytes("VmRSS"));
            privately.Add(studio.Megabytes("RssAnon"));
        }

        const string NotHere =
            "Dockge cannot be installed without a network: its figure is an earlier one, of another run.";
        return
        [
            new(
                "cold start: process start until `GET /login` answers 200",
                "absolute (Dockge 1.5: 3.1 s)",
                $"{time.Median.ToString("0", CultureInfo.InvariantCulture)} ms",
                $"{time}",
                "<= 600 ms with ReadyToRun",
                time.Median <= TargetMilliseconds,
                $"{Line.Number(time.Median / DockgeMilliseconds)} of Dockge's. {WhyTime} {NotHere}"
            ),
            new(
                "idle memory: resident, 10 s after the first page",
                "Dockge (173 MB + 28)",
                $"{Line.Number(memory.Median / DockgeMegabytes)}x",
                $"{memory}; without what is mapped from files {privately}",
                $"<= {Line.Number(TargetMemory)}",
                memory.Median <= TargetMemory * DockgeMegabytes,
                $"{WhyMemory} {NotHere}"
            ),
        ];
    }
}
