using System.Diagnostics;
using Studio.Client;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Faults;

/// <summary>Studio as a process of its own, which can be killed and started again on the same data. What it made goes with it.</summary>
public sealed class StudioProcess(EngineFixture engine) : IAsyncDisposable
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-fault-");
    readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    readonly Uri _address = new($"http://127.0.0.1:{Ports.Free()}");
    Process? _process;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string DataDirectory => Path.Combine(_folder.FullName, "data");

    /// <summary>Sends an administrator's token, also after the next start.</summary>
    public StudioClient Admin { get; private set; } = null!;

    /// <summary>A new installation with an administrator.</summary>
    public static async Task<StudioProcess> SetUpAsync(EngineFixture engine)
    {
        var studio = new StudioProcess(engine);
        await studio.StartAsync();
        var code = (await File.ReadAllTextAsync(Path.Combine(studio.DataDirectory, "setup-code"), Stop)).Trim();
        var client = new StudioClient(studio._http, studio._address);
        var answer = await client.Session.SetUpAsync(
            new(new(code), StudioServer.AdminEmail, new(StudioServer.Password)),
            Stop
        );
        studio.Admin = new StudioClient(studio._http, studio._address, answer.Token);
        return studio;
    }

    /// <summary>Starts, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Studio"))
        {
            ArgumentList =
            {
                $"--Urls={_address}",
                $"--Studio:DataDirectory={DataDirectory}",
                $"--Studio:RuntimeDirectory={Path.Combine(_folder.FullName, "run")}",
                $"--Studio:Docker:Endpoint={engine.Endpoint}",
                "--Studio:Launch:SettleSeconds=1",
                "--Logging:LogLevel:Default=Warning",
            },
        };
#pragma warning disable RS0030 // What kill -9 does, only a process shows.
        _process = Process.Start(start)!;
#pragma warning restore RS0030
        while (!await AnswersAsync())
        {
            Assert.False(_process.HasExited, "Studio ended while it started.");
            await Task.Delay(Poll, Stop);
        }
    }

    /// <summary><c>kill -9</c>: nothing is finished, nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _http.Dispose();
        // The project's label is the one thing of this installation that the test run has nowhere else.
        var owner = $"studio.project={Project}";
        foreach (var container in await engine.Client.Containers.ListAsync(new() { All = true, Labels = [owner] }))
            await engine.Client.Containers.RemoveAsync(container.Id, force: true);
        foreach (var network in await engine.Client.Networks.ListAsync([owner]))
            await engine.Client.Networks.RemoveAsync(network.Id);
        _folder.Delete(recursive: true);
    }

    /// <summary>Wire id of its project; set when a service was made.</summary>
    public string Project { get; set; } = "none";

    async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(_address, "/healthz"), Stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
