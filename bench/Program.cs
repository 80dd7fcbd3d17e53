using Studio.Bench;
using Studio.Bench.Common;

// The last one makes the engine a swarm.
Dictionary<string, Func<Task<IReadOnlyList<Line>>>> benchmarks = new()
{
    ["start"] = Starting.RunAsync,
    ["open"] = OpeningValues.RunAsync,
    ["redact"] = Redacting.RunAsync,
    ["list"] = Listing.RunAsync,
    ["launch"] = Launching.RunAsync,
    ["logs"] = Logging.RunAsync,
    ["typing"] = Typing.RunAsync,
    ["cli"] = CommandLine.RunAsync,
};

if (args.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"bench: there is no '{unknown}', only {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

List<Line> lines = [];
var failed = false;
foreach (var (name, run) in benchmarks.Where(one => args.Length == 0 || args.Contains(one.Key)))
{
    Console.WriteLine($"bench: {name}");
    try
    {
        lines.AddRange(await run());
    }
    catch (Exception error)
    {
        // The others are still worth their time.
        failed = true;
        await Console.Error.WriteLineAsync($"bench: {name} failed: {error}");
        lines.Add(Line.Unmeasured(name, "failed in this run"));
    }
}

var report = await Report.WriteAsync(lines);
Console.WriteLine(report);

// What stands there is always one run of all.
if (args.Length == 0)
    await File.WriteAllTextAsync(Places.Results, report);
return failed ? 1 : 0;
