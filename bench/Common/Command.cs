using System.Diagnostics;

namespace Studio.Bench.Common;

/// <summary>Another program, with arguments that no shell sees.</summary>
sealed class Command(string program, params string[] arguments)
{
    readonly Dictionary<string, string> _environment = [];

    public static Command Docker(params string[] arguments) => new("docker", arguments);

    public Command With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; with what it wrote to its standard error.</exception>
    public async Task<string> RunAsync()
    {
        using var process = Start();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {arguments[0]}: {(await error).Trim()}");
    }

    public Process Start()
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
#pragma warning disable RS0030 // Banned in the product. What is measured here are programs.
        return Process.Start(start)!;
#pragma warning restore RS0030
    }
}
