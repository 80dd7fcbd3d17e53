using System.Diagnostics;
using Studio.EndToEnd.Docker;

namespace Studio.EndToEnd.Hosting;

public sealed class SecondInstanceTests(EngineFixture engine)
{
    const int Minute = 60_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Minute)]
    public async Task A_second_Studio_on_the_same_data_says_so_and_ends()
    {
        await using var first = await StudioServer.SetUpAsync(engine);

        var (exitCode, error) = await RunAsync(first.DataDirectory);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"Studio:DataDirectory is in use by another Studio: stop that one first, or choose another directory than {first.DataDirectory}.",
            error.Trim()
        );
        Assert.Equal(StudioServer.AdminEmail, (await first.Admin.Session.GetMeAsync(Stop)).Email);
    }

    /// <summary>The program as it is started on a server, up to its end.</summary>
    static async Task<(int ExitCode, string Error)> RunAsync(string dataDirectory)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Studio"))
        {
            ArgumentList = { $"--Studio:DataDirectory={dataDirectory}", "--Urls=http://127.0.0.1:0" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
#pragma warning disable RS0030 // Only two processes can show what two processes do.
        using var process = Process.Start(start)!;
#pragma warning restore RS0030
        try
        {
            var error = await process.StandardError.ReadToEndAsync(Stop);
            await process.WaitForExitAsync(Stop);
            return (process.ExitCode, error);
        }
        finally
        {
            // One that did start must not outlive the test.
            process.Kill();
        }
    }
}
