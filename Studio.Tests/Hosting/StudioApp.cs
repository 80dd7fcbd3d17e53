using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Studio.Client.Identity;
using Studio.Domain.Storage;
using Studio.Hosting;

namespace Studio.Tests.Hosting;

/// <summary>
/// Studio in this process, in a data directory of its own. As a class fixture (<c>IClassFixture&lt;StudioApp&gt;</c>) it has been
/// set up when the first test runs; to begin with something else, make one and call <see cref="StartAsync"/>.
/// </summary>
public sealed class StudioApp : WebApplicationFactory<StudioOptions>, IAsyncLifetime
{
    public const string AdminEmail = "ann@example.com";
    public const string ViewerEmail = "vic@example.com";
    public const string Password = "five unrelated cats";

    readonly DirectoryInfo? _ownFolder;
    bool _stopped;

    public StudioApp()
        : this(null) { }

    /// <param name="folder">An earlier app's, to start again on what it left; null: a new one, gone with this app.</param>
    internal StudioApp(string? folder)
    {
        _ownFolder = folder is null ? Directory.CreateTempSubdirectory("studio-app-") : null;
        Folder = folder ?? _ownFolder!.FullName;
        ClientOptions.AllowAutoRedirect = false;
    }

    /// <summary>Holds the data directory and the master key.</summary>
    public string Folder { get; }

    public string DataDirectory => Path.Combine(Folder, "data");

    public string DatabaseFile => Path.Combine(DataDirectory, "studio.db");

    public string MasterKeyFile => Path.Combine(Folder, "studio-master.key");

    /// <summary>Replaces parts, such as the engine or the clock. Set before the app starts.</summary>
    public Action<IServiceCollection> Configure { get; init; } = _ => { };

    /// <summary>More configuration. What is here comes before the environment of the test run.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    public HttpClient Anonymous => field ??= CreateClient();

    /// <summary>Sends an administrator's token.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>Sends a viewer's token.</summary>
    public HttpClient Viewer { get; private set; } = null!;

    public string SetupCode => File.ReadAllText(Path.Combine(DataDirectory, "setup-code")).Trim();

    /// <summary>Starts and sets up, with an administrator and a viewer.</summary>
    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Admin = ClientWith(await SetUpAsync());
        await Admin.PostJsonAsync("/api/v1/users", new CreateUserRequest(ViewerEmail, new(Password), "viewer"));
        Viewer = ClientWith(await LogInAsync(ViewerEmail));
    }

    /// <summary>Starts, and leaves everything else to the test.</summary>
    public ValueTask StartAsync()
    {
        _ = Server;
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes the administrator.</summary>
    /// <returns>A token.</returns>
    public async Task<string> SetUpAsync()
    {
        var request = new SetupRequest(new(SetupCode), AdminEmail, new(Password));
        var answer = await Anonymous.PostJsonAsync("/api/v1/setup", request);
        return (await answer.ReadAsync<LoginResponse>()).Token.Reveal();
    }

    /// <returns>A token.</returns>
    public async Task<string> LogInAsync(string email, string password = Password)
    {
        var answer = await Anonymous.PostJsonAsync("/api/v1/login", new LoginRequest(email, new(password)));
        return (await answer.ReadAsync<LoginResponse>()).Token.Reveal();
    }

    public HttpClient ClientWith(string token)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Stops as the end of the process would; the folder stays until the app is disposed.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        var databases = Services.GetRequiredService<StudioDatabases>();
        await base.DisposeAsync();
        databases.Close();
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        _ownFolder?.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // What the environment of the test run says must not decide what is tested.
        Dictionary<string, string> settings = new()
        {
            ["Studio:DataDirectory"] = DataDirectory,
            ["Studio:MasterKeyFile"] = MasterKeyFile,
            ["Studio:RuntimeDirectory"] = Path.Combine(Folder, "run"),
            ["Studio:Docker:Endpoint"] = "unix:///nonexistent/docker.sock",
            ["CREDENTIALS_DIRECTORY"] = "",
            ["STUDIO_MASTER_KEY"] = "",
            ["DOCKER_HOST"] = "",
            ["Urls"] = "http://127.0.0.1:0",
        };
        foreach (var (key, value) in settings.Concat(Settings))
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1000);
            Configure(services);
        });
    }
}
