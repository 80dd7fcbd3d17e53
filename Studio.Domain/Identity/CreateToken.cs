using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>
/// Makes an API token for the actor, with no more rights than the actor has at this moment. One that is made with a token ends
/// when that one does.
/// </summary>
public sealed class CreateToken(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    FindProject findProject,
    TimeProvider clock
)
{
    /// <param name="scopes">Permissions by their wire names; null: all that the actor has.</param>
    /// <param name="project">Id or name of the only project that it may see; null: those that the actor may.</param>
    /// <returns>The token with its text; <see cref="Invalid"/>, <see cref="Denied"/> for more rights than one's own.</returns>
    public async Task<Result<NewToken>> RunAsync(
        Actor actor,
        string name,
        IReadOnlyList<string>? scopes,
        string? project,
        DateTimeOffset? expiresAt,
        CancellationToken stop
    )
    {
        if (
            await audit.RefusalAsync(actor, Permission.ManageTokens, null, AuditActions.CreateToken, stop) is { } denied
        )
            return denied;
        var now = clock.GetUtcNow();
        if (Check(name, scopes, expiresAt, now) is { } invalid)
            return invalid;
        ProjectId? only = null;
        if (project is not null)
        {
            if (!(await findProject.RunAsync(actor, project, stop)).TryGet(out var found, out _))
                return new Invalid("project", "There is no such project.");
            only = found;
        }

        var wanted = scopes?.Select(Parse).ToHashSet();
        if (wanted is not null && !wanted.IsSubsetOf(actor.Permissions))
            return new Denied("A token cannot have more rights than you have yourself. Ask for fewer scopes.");

        await using var database = await databases.CreateDbContextAsync(stop);
        // A token of a token keeps to what that one may do, also when its owner gets more rights later.
        var parent = await database.ApiTokens.AsNoTracking().SingleOrDefaultAsync(row => row.Id == actor.Token, stop);
        if (actor.Token is not null && parent is null)
            return new Sealed();
        var kept = wanted ?? (IEnumerable<Permission>?)parent?.Scopes;
        var text = TokenText.Create();
        var hash = TokenText.Hash(text.Reveal());
        var token = new ApiToken(actor.User!.Value, name, kept, only ?? actor.Project, expiresAt, hash, now, parent);
        database.Add(token);
        audit.Record(database, actor, AuditActions.CreateToken, new($"{token.Id}", name), Describe(token));
        await database.SaveChangesAsync(stop);
        return new NewToken(token, text);
    }

    /// <summary>What it may do, where and until when, for the audit log.</summary>
    static string Describe(ApiToken token)
    {
        var scopes = token.Scopes is null
            ? "all scopes"
            : $"scopes {string.Join(", ", token.Scopes.Select(Permissions.WireName))}";
        var project = token.Project is null ? "" : $"; project {token.Project}";
        var end = token.ExpiresAt is { } at ? $"until {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "without end";
        return $"{scopes}{project}; {end}";
    }

    static Invalid? Check(string name, IReadOnlyList<string>? scopes, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        List<FieldError> errors = [];
        if (Names.Check(name) is { } wrong)
            errors.Add(new("name", wrong));
        if (scopes is { Count: 0 })
            errors.Add(new("scopes", "Give at least one scope, or leave scopes out for all that you may do."));
        for (var i = 0; i < scopes?.Count; i++)
        {
            if (!Permissions.TryParse(scopes[i], out _))
                errors.Add(new($"scopes[{i}]", $"Use one of: {string.Join(", ", Permissions.WireNames)}."));
        }

        if (expiresAt <= now)
            errors.Add(new("expiresAt", "Give a time in the future."));
        return errors.Count == 0 ? null : new Invalid([.. errors]);
    }

    static Permission Parse(string name) =>
        Permissions.TryParse(name, out var permission) ? permission : throw new FormatException();
}

/// <param name="Text">Said once.</param>
public sealed record NewToken(ApiToken Token, SecretText Text);
