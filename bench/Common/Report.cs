using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Studio.Bench.Common;

/// <summary>The table, and what machine it is of.</summary>
static class Report
{
    const double KiBPerGiB = 1024 * 1024;

    public static async Task<string> WriteAsync(IEnumerable<Line> lines)
    {
        var text = new StringBuilder();
        text.AppendLine("# Results of script/bench");
        text.AppendLine();
        text.AppendLine(
            "Made by `script/bench`. Figures are min / median / max; a ratio is of medians, measured in turns."
        );
        text.AppendLine();
        foreach (var fact in await MachineAsync())
            text.AppendLine($"- {fact}");
        text.AppendLine();
        text.AppendLine("| what | against | result | figures | target | | notes |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var line in lines)
            text.AppendLine(line.ToMarkdown());
        return $"{text}";
    }

    static async Task<IReadOnlyList<string>> MachineAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var memory = double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture);
        var engine = await Command.Docker("version", "--format", "{{.Server.Version}}").RunAsync();
        var driver = await Command.Docker("info", "--format", "{{.Driver}}").RunAsync();
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ');
        return
        [
            now.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            $"{Environment.ProcessorCount} cores ({Field("/proc/cpuinfo", "model name")}), "
                + $"{Line.Number(memory / KiBPerGiB)} GiB of memory; load average at the end {load[0]}, {load[1]}, {load[2]}",
            $"Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}",
            $"Docker Engine {engine.Trim()} ({driver.Trim()}), in a network namespace of its own",
        ];
    }

    /// <summary>What stands behind a name in a file of <c>/proc</c>.</summary>
    public static string Field(string file, string name) =>
        File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();
}
