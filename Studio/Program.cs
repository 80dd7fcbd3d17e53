using Studio.Adapters.Docker;
using Studio.Adapters.Registries;
using Studio.Audit;
using Studio.Commands;
using Studio.Domain.Audit;
using Studio.Domain.Commands;
using Studio.Domain.Engine;
using Studio.Domain.Folders;
using Studio.Domain.Identity;
using Studio.Domain.Images;
using Studio.Domain.Launches;
using Studio.Domain.Logs;
using Studio.Domain.Metrics;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Timeline;
using Studio.Domain.Vault;
using Studio.Hosting;
using Studio.Identity;
using Studio.Images;
using Studio.Launches;
using Studio.Logs;
using Studio.Metrics;
using Studio.OpenApi;
using Studio.Projects;
using Studio.PullSecrets;
using Studio.SecretKeys;
using Studio.Services;
using Studio.Shell;
using Studio.Vault;

try
{
    // Configuration and static files are beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
    );
    builder.WebHost.UseStaticWebAssets().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    var options = StudioOptions.Read(builder.Configuration);
    builder.Services.AddTrustedProxies(options);
    builder.Services.AddStorage(options);
    builder.Services.AddProblems();
    builder.Services.AddAudit();
    builder.Services.AddProjects();
    builder.Services.AddIdentity().AddIdentityDoors();
    builder.Services.AddVault();
    builder.Services.AddEngine();
    builder.Services.AddFolders(options.StorageFolder);
    builder.Services.AddSecretKeys();
    builder.Services.AddPullSecrets();
    builder.Services.AddRegistries(options);
    builder.Services.AddServices();
    builder.Services.AddTimeline();
    builder.Services.AddLaunches(options.LogsFolder);
    builder.Services.AddLogs();
    builder.Services.AddCommands().AddTerminalSockets();
    builder.Services.AddImages();
    builder.Services.AddServiceMetrics();
    builder.Services.AddDocker(options);
    builder.Services.AddShell();
    builder.Services.AddApiDescription();
    builder.Services.AddServicePages();

    var app = builder.Build();
    await app.OpenStorageAsync();

    app.UseForwardedHeaders();
    app.UseSecurityHeaders();
    app.UseProblems();
    app.UseNotFoundPage();
    app.UseRouting();
    app.UseTerminalSockets();
    app.UseIdentity();
    app.UseProjectScope();
    app.MapHealth();
    app.MapAccountForms();

    var api = app.MapGroup("/api/v1");
    api.MapIdentity();
    api.MapGroup("/tokens").MapTokens();
    api.MapGroup("/users").MapUsers();
    api.MapGroup("/projects").MapProjects();
    api.MapGroup("/audit").MapAudit();
    api.MapGroup("/keys").MapKeys();
    api.MapGroup("/users/{user}/secret-keys").MapUserSecretKeys();
    api.MapGroup("/presets").MapPresets();
    api.MapGroup("/me/secret-keys").MapSecretKeys("My").MapSecretKeysVersions("My").MapRollOut("My");
    api.MapGroup("/projects/{project}/secret-keys").MapSecretKeys().MapSecretKeysVersions().MapRollOut().MapSwitch();
    api.MapGroup("/projects/{project}/pull-secrets").MapPullSecrets();
    api.MapGroup("/projects/{project}/services/{service}").MapServiceEvents().MapServiceLogs().MapServiceCommands();
    api.MapGroup("/projects/{project}/services/{service}/pull").MapImagePull();
    api.MapGroup("/projects/{project}/services").MapServices().MapServiceMetrics();
    api.MapGroup("/launches").MapLaunches();
    api.MapGroup("/images").MapImages();
    app.MapApiDescription();
    app.MapShell();

    await app.RunAsync();
    return 0;
}
catch (Exception error) when (StartException.Find(error) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}

/// <summary>The server. Public so that tests can start it in process.</summary>
public partial class Program;
