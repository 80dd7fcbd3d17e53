using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Hosting;

/// <summary><c>/healthz</c>: the process is up. <c>/readyz</c>: what it needs is there, and if not, what fails.</summary>
static class Health
{
    static readonly string[] MemoryFileSystems = ["tmpfs", "ramfs"];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok\n")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/readyz", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    static async Task<IResult> ReadyAsync(
        IDbContextFactory<StudioDbContext> databases,
        StudioVault vault,
        StudioOptions options,
        GetEngine engine,
        CancellationToken stop
    )
    {
        List<HealthCheck> checks =
        [
            await DatabaseAsync(databases, stop),
            Vault(vault.Status),
            await EngineAsync(engine, stop),
            Runtime(options),
        ];
        var ready = checks.TrueForAll(check => check.Ok || !check.Required);
        return Results.Json(
            new ReadyResponse(ready ? "ready" : "not-ready", checks),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    static async Task<HealthCheck> DatabaseAsync(IDbContextFactory<StudioDbContext> databases, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return new("database", await database.Database.CanConnectAsync(stop), true, null);
    }

    static HealthCheck Vault(VaultStatus status) =>
        status.Condition switch
        {
            VaultCondition.Open => new("vault", true, true, null),
            VaultCondition.WaitingForSetup => new("vault", true, true, "Waits for the first administrator."),
            _ => new("vault", false, true, status.Reason, status.ExpectedKeyId, status.FoundKeyId),
        };

    static async Task<HealthCheck> EngineAsync(GetEngine engine, CancellationToken stop) =>
        (await engine.RunAsync(Actor.System, null, TimeSpan.Zero, stop)).TryGet(out var facts, out var problem)
            ? new("engine", true, true, $"{facts.Name} {facts.Version}")
            : new("engine", false, true, problem.Message);

    /// <summary>Not required: only deliveries by file suffer from a folder on disk.</summary>
    static HealthCheck Runtime(StudioOptions options)
    {
        var folder = options.RuntimeDirectory;
        while (!Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder) ?? "/";
        return MemoryFileSystems.Contains(new DriveInfo(folder).DriveFormat)
            ? new("runtime-directory", true, false, null)
            : new(
                "runtime-directory",
                false,
                false,
                "Studio:RuntimeDirectory is not on tmpfs: secret files would be written to disk."
            );
    }
}

/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
sealed record ReadyResponse(string Status, IReadOnlyList<HealthCheck> Checks);

/// <param name="Required">Whether Studio is not ready without it.</param>
/// <param name="ExpectedKeyId">Of a sealed vault: the master key that opens the database.</param>
/// <param name="FoundKeyId">Of a sealed vault: the master key that was found, if any.</param>
sealed record HealthCheck(
    string Name,
    bool Ok,
    bool Required,
    string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExpectedKeyId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FoundKeyId = null
);
