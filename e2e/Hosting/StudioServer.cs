using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Domain.Engine;
using Studio.Domain.Storage;
using Studio.Domain.Vault;
using Studio.EndToEnd.Docker;
using Studio.Hosting;

namespace Studio.EndToEnd.Hosting;

/// <summary>
/// Studio on a real port, with the test's engine, in a data directory of its own. What it launched is gone when it is disposed.
/// </summary>
public sealed class StudioServer : WebApplicationFactory<StudioOptions>
{
    public const string AdminEmail = "ann@example.com";
    public const string Password = "five unrelated cats";
    public const string Project = "default";

    readonly EngineFixture _engine;
    readonly DirectoryInfo? _ownFolder;
    HttpClient? _http;
    HttpClient? _live;
    string _instance = "not-started";
    bool _stopped;

    /// <param name="folder">An earlier server's, to start again on what it left; null: a new one, gone with this server.</param>
    public StudioServer(EngineFixture engine, string? folder = null)
    {
        _engine = engine;
        _ownFolder = folder is null ? Directory.CreateTempSubdirectory("studio-e2e-") : null;
        Folder = folder ?? _ownFolder!.FullName;
        UseKestrel(0);
    }

    /// <summary>Holds the data directory and the master key.</summary>
    public string Folder { get; }

    public string DataDirectory => Path.Combine(Folder, "data");

    public string DatabaseFile => Path.Combine(DataDirectory, "studio.db");

    public string MasterKeyFile => Path.Combine(Folder, "studio-master.key");

    /// <summary>Where the engine is looked for. Set before the start; the test's engine unless a test wants another.</summary>
    public string? EngineEndpoint { get; init; }

    public string SetupCode => File.ReadAllText(Path.Combine(DataDirectory, "setup-code")).Trim();

    /// <summary>Everything that Studio wrote to its log.</summary>
    public ServerLog Log { get; } = new();

    /// <summary>Everything that Studio answered to <see cref="Admin"/> and <see cref="Anonymous"/>.</summary>
    public AnswerLog Answers { get; } = new();

    public Uri Address => ClientOptions.BaseAddress;

    public StudioClient Anonymous => new(Http, Address);

    /// <summary>Sends an administrator's token.</summary>
    public StudioClient Admin { get; private set; } = null!;

    /// <summary>The token that <see cref="Admin"/> sends.</summary>
    public SecretValue Token { get; private set; } = null!;

    /// <summary>As <see cref="Admin"/>, for streams: what is answered comes as it is sent, and is not kept.</summary>
    public StudioClient Live => new(_live ??= new(new SocketsHttpHandler()), Address, Token);

    HttpClient Http => _http ??= new(new AnswerRecorder(Answers) { InnerHandler = new SocketsHttpHandler() });

    /// <summary>Starts and makes the administrator.</summary>
    /// <param name="engineEndpoint">The test's engine when null.</param>
    public static async Task<StudioServer> SetUpAsync(EngineFixture engine, string? engineEndpoint = null)
    {
        var server = new StudioServer(engine) { EngineEndpoint = engineEndpoint };
        server.StartServer();
        var answer = await server.Anonymous.Session.SetUpAsync(
            new(new(server.SetupCode), AdminEmail, new(Password)),
            TestContext.Current.CancellationToken
        );
        server.SignIn(answer.Token);
        return server;
    }

    /// <summary>Signs in at a server that was set up before.</summary>
    public async Task LogInAsync() =>
        SignIn((await Anonymous.Session.LogInAsync(new LoginRequest(AdminEmail, new(Password)))).Token);

    /// <summary>Sends this token.</summary>
    public StudioClient With(SecretValue token) => new(Http, Address, token);

    void SignIn(SecretValue token) => (Token, Admin) = (token, With(token));

    /// <summary>Stops as the end of the process would; folder and containers stay until it is disposed.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        _instance = Services.GetRequiredService<StudioVault>().Status.InstanceId ?? _instance;
        var databases = Services.GetRequiredService<StudioDatabases>();
        await base.DisposeAsync();
        databases.Close();
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http?.Dispose();
        _live?.Dispose();
        if (_ownFolder is null)
            return;
        foreach (var container in await _engine.Client.Containers.ListAsync(new() { All = true, Labels = [Owner] }))
            await _engine.Client.Containers.RemoveAsync(container.Id, force: true);
        foreach (var network in await _engine.Client.Networks.ListAsync([Owner]))
            await _engine.Client.Networks.RemoveAsync(network.Id);
        _ownFolder.Delete(recursive: true);
    }

    /// <summary>The label on everything that this installation makes.</summary>
    string Owner => $"{ContainerLabels.Instance}={_instance}";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // What the environment of the test run says must not decide what is tested.
        Dictionary<string, string> settings = new()
        {
            ["Studio:DataDirectory"] = DataDirectory,
            ["Studio:MasterKeyFile"] = MasterKeyFile,
            ["Studio:RuntimeDirectory"] = Path.Combine(Folder, "run"),
            ["Studio:Docker:Endpoint"] = EngineEndpoint ?? _engine.Endpoint,
            ["Studio:Launch:SettleSeconds"] = "1",
            ["CREDENTIALS_DIRECTORY"] = "",
            ["STUDIO_MASTER_KEY"] = "",
            ["DOCKER_HOST"] = "",
        };
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        builder.ConfigureTestServices(services =>
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1000)
        );
    }
}
