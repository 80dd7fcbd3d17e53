using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Studio.Client;
using Studio.Client.Common;
using Studio.Docker;
using Studio.Docker.Containers;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Faults;

/// <summary>Studio as a process of its own, which can be killed and started again on the same data. What it made goes with it.</summary>
public sealed partial class StudioProcess : IAsyncDisposable
{
    const int RemovedAtOnce = 8;

    static readonly TimeSpan LetGo = TimeSpan.FromSeconds(20);

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    readonly EngineFixture _engine;

    // Beside the engine's socket, where it is cleaned up also after a test run that was killed.
    readonly DirectoryInfo _folder;
    readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    readonly Uri _address = new($"http://127.0.0.1:{Ports.Free()}");
    Process? _process;
    SmallDisk? _disk;
    string _project = "none";

    StudioProcess(EngineFixture engine)
    {
        _engine = engine;
        _folder = Directory.CreateDirectory(Path.Combine(engine.Folder, EngineFixture.NewName("fault")));
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Sends an administrator's token, also after the next start.</summary>
    public StudioClient Admin { get; private set; } = null!;

    public Uri Address => _address;

    /// <summary>The token that <see cref="Admin"/> sends.</summary>
    public SecretValue Token { get; private set; } = null!;

    // The project's label is the one thing of this installation that the test run has nowhere else.
    string Owner => $"studio.project={_project}";

    string DataDirectory => Path.Combine(_folder.FullName, "data");

    /// <summary>A new installation with an administrator.</summary>
    public static Task<StudioProcess> SetUpAsync(EngineFixture engine) => SetUpAsync(new StudioProcess(engine));

    /// <summary>As <see cref="SetUpAsync(EngineFixture)"/>, with the data directory on a disk of its own.</summary>
    internal static async Task<(StudioProcess Studio, SmallDisk Disk)> SetUpOnSmallDiskAsync(EngineFixture engine)
    {
        var studio = new StudioProcess(engine);
        var disk = studio._disk = await SmallDisk.MountAsync(studio.DataDirectory);
        return (await SetUpAsync(studio), disk);
    }

    static async Task<StudioProcess> SetUpAsync(StudioProcess studio)
    {
        try
        {
            await studio.StartAsync();
            var code = await File.ReadAllTextAsync(Path.Combine(studio.DataDirectory, "setup-code"), Stop);
            var client = new StudioClient(studio._http, studio._address);
            var answer = await client.Session.SetUpAsync(
                new(new(code.Trim()), StudioServer.AdminEmail, new(StudioServer.Password)),
                Stop
            );
            studio.Token = answer.Token;
            studio.Admin = new StudioClient(studio._http, studio._address, answer.Token);
            studio._project = (await studio.Admin.Projects.ListAsync(stop: Stop)).Items.Single().Id;
            return studio;
        }
        catch
        {
            await studio.DisposeAsync();
            throw;
        }
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
                $"--Studio:Docker:Endpoint={_engine.Endpoint}",
                "--Studio:Launch:SettleSeconds=1",
                // What a test does to it, it would tell at length.
                "--Logging:LogLevel:Default=None",
            },
        };
        _process?.Dispose();
#pragma warning disable RS0030 // What kill -9 does, only a process shows.
        _process = Process.Start(start)!;
#pragma warning restore RS0030
        while (!await IsUpAsync())
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

    /// <summary>Begins to watch how much memory it uses.</summary>
    /// <returns>Gives by how many bytes it was more, at the most, since then.</returns>
    public Func<long> WatchMemory()
    {
        var folder = $"/proc/{_process!.Id}";
        // The peak is counted anew: https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
        File.WriteAllText($"{folder}/clear_refs", "5");
        var before = Read("VmRSS");
        return () => Read("VmHWM") - before;

        long Read(string name) =>
            1024
            * long.Parse(
                File.ReadLines($"{folder}/status")
                    .First(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
                    .Split(':')[1][..^"kB".Length],
                CultureInfo.InvariantCulture
            );
    }

    /// <summary>Whether <c>GET /healthz</c> says that the process is up.</summary>
    public async Task<bool> IsUpAsync()
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

    /// <summary>A page as a browser first gets it, signed in as the administrator.</summary>
    public async Task<string> ReadPageAsync(string path)
    {
        var page = await GetTextAsync(path);
        if (!page.Contains("/account/login", StringComparison.Ordinal))
            return page;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["email"] = StudioServer.AdminEmail,
                ["password"] = StudioServer.Password,
                ["returnUrl"] = path,
                ["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value,
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, "/account/login"))
        {
            Content = form,
            Headers = { { "Accept", "text/html" }, { "Origin", _address.GetLeftPart(UriPartial.Authority) } },
        };
        using var answer = await _http.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    /// <summary>All of its containers, running or not.</summary>
    public Task<IReadOnlyList<ContainerSummary>> ContainersAsync() =>
        _engine.Client.Containers.ListAsync(new() { All = true, Labels = [Owner] });

    async Task<string> GetTextAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path))
        {
            Headers = { { "Accept", "text/html" } },
        };
        using var answer = await _http.SendAsync(request, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    /// <summary>The database, opened as by another program on the host.</summary>
    public async Task<SqliteConnection> OpenDatabaseAsync()
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(DataDirectory, "studio.db"),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        };
        var connection = new SqliteConnection($"{text}");
        await connection.OpenAsync(Stop);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _http.Dispose();
        if (_disk is not null)
            await _disk.DisposeAsync();
        _folder.Delete(recursive: true);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = RemovedAtOnce };
        await Parallel.ForEachAsync(
            await ContainersAsync(),
            limits,
            async (container, stop) => await _engine.Client.Containers.RemoveAsync(container.Id, force: true, stop)
        );
        foreach (var network in await _engine.Client.Networks.ListAsync([Owner]))
            await RemoveAsync(network.Id);
    }

    /// <summary>
    /// An engine that has just removed many containers has not always let go of their places on the network, and now and then it never does
    /// (<see href="https://github.com/moby/moby/issues/43286"/>): then the network stays, as long as the engine of the tests.
    /// </summary>
    async Task RemoveAsync(string network)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < LetGo; await Task.Delay(Poll))
        {
            try
            {
                await _engine.Client.Networks.RemoveAsync(network);
                return;
            }
            catch (DockerException exception) when (exception.Status == HttpStatusCode.Forbidden) { }
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex FormToken();
}
