using System.Diagnostics;

namespace Studio.EndToEnd.Faults;

/// <summary>What whoever administers the host would type.</summary>
static class HostCommand
{
    /// <summary>Runs to its end, which must be a good one.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
#pragma warning disable RS0030 // An engine and a disk are the host's, and end by its commands only.
        using var process = Process.Start(start)!;
#pragma warning restore RS0030
        // Not to be cut short with the test: cleaning up is done by these, too.
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
    }
}
