using Studio.Audit;
using Studio.Domain.Audit;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Vault;
using Studio.Hosting;
using Studio.Identity;
using Studio.Projects;
using Studio.Vault;

try
{
    // Configuration and static files are beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
    );
    builder.WebHost.UseStaticWebAssets();
    builder.Services.AddStorage(StudioOptions.Read(builder.Configuration));
    builder.Services.AddProblems();
    builder.Services.AddAudit();
    builder.Services.AddProjects();
    builder.Services.AddIdentity().AddIdentityDoors();
    builder.Services.AddVault();

    var app = builder.Build();
    await app.OpenStorageAsync();

    app.UseProblems();
    app.UseRouting();
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

    await app.RunAsync();
    return 0;
}
catch (StartException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

/// <summary>The server. Public so that tests can start it in process.</summary>
public partial class Program;
