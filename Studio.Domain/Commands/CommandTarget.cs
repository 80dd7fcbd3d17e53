using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Commands;

/// <summary>Where a command runs, what it is given, and what must not be seen of what it prints.</summary>
/// <param name="Generation">Of what is known.</param>
sealed record CommandTarget(
    Service Service,
    Launch Launch,
    IReadOnlyList<EnvironmentVariable> Environment,
    KnownValues Known,
    int Generation
)
{
    public string Container => Launch.ContainerId!;
}

/// <summary>
/// Finds the container for a command, and opens the secrets that the command is to be given. Not a use case: who asks has
/// authorized. That a command is run, and each secret that it is given, is audited before it starts.
/// </summary>
public sealed class CommandTargets(
    IDbContextFactory<StudioDbContext> databases,
    OpenSecretValues secrets,
    InstanceValues values,
    AuditTrail audit
)
{
    const int MostSecrets = 100;

    /// <summary>Bytes; the kernel takes no longer variable.</summary>
    const int LongestValue = 64 * 1024;

    static readonly Refused NotRunning = new("not-running", "The service does not run. Launch it first.");

    /// <param name="secretEnv">Variables by name: <c>collection/ENTRY</c>, the collection by id or name.</param>
    /// <param name="action">Of the audit log.</param>
    /// <param name="detail">What is run, without arguments: these may hold anything.</param>
    internal async Task<Result<CommandTarget>> FindAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        IReadOnlyDictionary<string, string> secretEnv,
        string action,
        string detail,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var launch = await database
            .Launches.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == service.LiveLaunch, stop);
        if (launch?.ContainerId is null || service.Desired != DesiredState.Running)
            return NotRunning;
        if (!(await OpenAsync(database, project, secretEnv, stop)).TryGet(out var given, out var problem))
            return problem;
        var versions = given.Select(one => (one.Collection, one.Version)).Distinct().ToList();
        if (versions.Count > 0)
            await values.GiveAsync(launch.Id, versions, stop);
        var generation = values.Generation(launch.Id);
        if (await values.OfAsync(launch, stop) is not { } known)
            return InstanceValues.Unredactable;
        foreach (var one in given)
        {
            audit.Record(
                database,
                actor,
                AuditActions.SecretAccess,
                new($"{one.Collection}", one.CollectionName, project),
                $"{one.Entry} of version {one.Version}, for a command in {service.Name}",
                access: "exec"
            );
        }

        audit.Record(database, actor, action, new($"{service.Id}", service.Name, project), $"{known.Redact(detail)}");
        await database.SaveChangesAsync(stop);
        return new CommandTarget(
            service,
            launch,
            [.. given.Select(one => new EnvironmentVariable(one.Variable, one.Value))],
            known,
            generation
        );
    }

    async Task<Result<IReadOnlyList<GivenVariable>>> OpenAsync(
        StudioDbContext database,
        ProjectId project,
        IReadOnlyDictionary<string, string> secretEnv,
        CancellationToken stop
    )
    {
        if (secretEnv.Count > MostSecrets)
            return new Invalid("secretEnv", $"At most {MostSecrets} variables can be given at once.");
        List<FieldError> errors = [];
        List<GivenVariable> given = [];
        SecretOwner owner = project;
        foreach (var (variable, reference) in secretEnv.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (Check(variable) is { } wrong)
                errors.Add(new("secretEnv", wrong));
            else if (await FindAsync(database, owner, variable, reference, stop) is { } found)
                given.Add(found);
            else
                errors.Add(new($"secretEnv.{variable}", "There is no such entry. Use the form collection/ENTRY."));
        }

        if (errors.Count > 0)
            return new Invalid([.. errors]);
        var versions = given.DistinctBy(one => one.Collection).ToDictionary(one => one.Collection, one => one.Version);
        if (!(await secrets.RunAsync(owner, versions, stop)).TryGet(out var opened, out var problem))
            return problem;
        var byPlace = opened.ToDictionary(entry => (entry.Collection, entry.Name), entry => entry.Value);
        List<GivenVariable> filled = [];
        foreach (var one in given)
        {
            var value = byPlace[(one.Collection, one.Entry)];
            if (value.Bytes > LongestValue || value.Reveal().Contains('\0', StringComparison.Ordinal))
                return new Invalid(
                    $"secretEnv.{one.Variable}",
                    $"An environment variable has at most {LongestValue / 1024} KiB, and no zero bytes."
                );
            filled.Add(one with { Value = value });
        }

        return filled;
    }

    /// <summary>What is wrong with a variable's name, without quoting it: a value may have been pasted there.</summary>
    static string? Check(string variable) =>
        Names.CheckEntry(variable)
        ?? (
            Names.IsReserved(variable) ? "A name that changes how programs are found or loaded cannot be given." : null
        );

    static async Task<GivenVariable?> FindAsync(
        StudioDbContext database,
        SecretOwner owner,
        string variable,
        string? reference,
        CancellationToken stop
    )
    {
        if (reference?.Split('/') is not [var collection, var entry])
            return null;
        var keys = await database
            .SecretKeys.AsNoTracking()
            .Named(owner, collection)
            .Select(row => new
            {
                row.Id,
                row.Name,
                row.Version,
            })
            .SingleOrDefaultAsync(stop);
        return
            keys is not null
            && await database
                .Set<SecretKeyEntry>()
                .AnyAsync(row => row.Collection == keys.Id && row.Name == entry && row.RemovedIn == null, stop)
            ? new(variable, keys.Id, keys.Name, keys.Version, entry, SecretText.Empty)
            : null;
    }

    /// <summary>One variable of a command, and where its value comes from.</summary>
    sealed record GivenVariable(
        string Variable,
        SecretKeysId Collection,
        string CollectionName,
        int Version,
        string Entry,
        SecretText Value
    );
}
