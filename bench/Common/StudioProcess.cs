using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;
using Studio.Client.Services;

namespace Studio.Bench.Common;

/// <summary>The published server as an own process, on a free port.</summary>
sealed class StudioProcess : IAsyncDisposable
{
    public const string Project = "default";
    public const string Email = "ann@example.com";
    public const string Password = "five unrelated cats";

    /// <summary>Made by <see cref="AddRegistryAsync"/>.</summary>
    public const string PullSecret = "registry";

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);
    static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    readonly Process _process;
    readonly HttpClient _http = new(new SocketsHttpHandler());

    StudioProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        // A pipe that nobody reads would fill up, and then the server would wait.
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>From the start of the process until the first page was there.</summary>
    public TimeSpan StartTime { get; private set; }

    public SecretValue Token { get; private set; } = new("");

    public StudioClient Client => new(_http, Address, Token);

    /// <param name="field">Of <see href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">/proc/pid/status</see>.</param>
    /// <returns>In MB (10^6 bytes).</returns>
    public double Megabytes(string field) =>
        double.Parse(Report.Field($"/proc/{_process.Id}/status", field).Split(' ')[0], CultureInfo.InvariantCulture)
        * 1024
        / 1e6;

    /// <summary>Starts on a folder, new or not, and waits for the first page.</summary>
    /// <param name="settings">More of the configuration, as arguments.</param>
    public static async Task<StudioProcess> StartAsync(string folder, params string[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = Stopwatch.GetTimestamp();
        var process = new Command(
            Places.Server,
            [
                $"--Urls={address}",
                $"--Studio:DataDirectory={Path.Combine(folder, "data")}",
                $"--Studio:MasterKeyFile={Path.Combine(folder, "studio-master.key")}",
                $"--Studio:RuntimeDirectory={Path.Combine(folder, "run")}",
                "--Studio:Launch:SettleSeconds=0",
                "--Logging:LogLevel:Default=Warning",
                .. settings,
            ]
        )
            .With("STUDIO_MASTER_KEY", "")
            .Start();
        var studio = new StudioProcess(process, address);
        while (!await studio.ShowsFirstPageAsync())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > LongestStart)
                throw new InvalidOperationException("The server did not start.");
            await Task.Delay(Poll);
        }
        studio.StartTime = Stopwatch.GetElapsedTime(start);
        return studio;
    }

    /// <summary>Starts on a new folder and makes the administrator.</summary>
    public static async Task<StudioProcess> SetUpAsync(string folder, params string[] settings)
    {
        var studio = await StartAsync(folder, settings);
        var code = (await File.ReadAllTextAsync(Path.Combine(folder, "data/setup-code"))).Trim();
        studio.Token = (await studio.Client.Session.SetUpAsync(new(new(code), Email, new(Password)))).Token;
        return studio;
    }

    /// <summary>Stores the credentials of the private registry.</summary>
    public Task AddRegistryAsync() =>
        Client.PullSecrets.CreateAsync(
            Project,
            new PullSecretRequest
            {
                Name = PullSecret,
                Registry = "other",
                Server = Places.Registry,
                Username = Places.RegistryUser,
                Password = new(new SecretValue(Places.RegistryPassword)),
            }
        );

    /// <summary>Stores that many values of 40 characters, the same at every run.</summary>
    /// <returns>What gives all of them to a service.</returns>
    public async Task<IReadOnlyList<BindingDefinition>> AddValuesAsync(int count)
    {
        const int Each = 500;
        Random random = new(1);
        List<BindingDefinition> bindings = [];
        for (var first = 0; first < count; first += Each)
        {
            var entries = Enumerable
                .Range(first, Math.Min(Each, count - first))
                .Select(number => new NewEntryRequest($"KEY_{number}", new SecretValue(Value(random))));
            await Client.SecretKeys.CreateAsync(Project, new($"values-{first}", Entries: [.. entries]));
            bindings.Add(new($"values-{first}"));
        }

        return bindings;
    }

    /// <summary>Stores a service and launches it.</summary>
    /// <returns>Id of its container.</returns>
    public async Task<string> LaunchAsync(CreateServiceRequest service)
    {
        await Client.Services.CreateAsync(Project, service);
        var launch = await Client.Services.LaunchAsync(Project, service.Name, new());
        await foreach (var _ in Client.Launches.FollowAsync(launch.LaunchId)) { }
        return (await Client.Launches.GetAsync(launch.LaunchId)).ContainerId
            ?? throw new InvalidOperationException("The service was not launched.");
    }

    public async Task LogInAsync() =>
        Token = (await Client.Session.LogInAsync(new LoginRequest(Email, new(Password)))).Token;

    async Task<bool> ShowsFirstPageAsync()
    {
        try
        {
            // Before it is set up, the first page is the one for that.
            using var answer = await _http.GetAsync(new Uri(Address, "/login"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static string Value(Random random)
    {
        var bytes = new byte[20];
        random.NextBytes(bytes);
        return Convert.ToHexString(bytes);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await new Command("kill", $"{_process.Id}").RunAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
