using System.CommandLine;
using System.Globalization;
using Studio.Cli.Common;
using Studio.Client;

namespace Studio.Cli.SecretKeys;

/// <summary><c>studio secret list</c>: secret keys and pull secrets; no values.</summary>
internal static class ListSecretsCommand
{
    public static Command Create(CommandContext context)
    {
        var unused = new Option<bool>("--unused") { Description = "Only those that no service uses." };
        var personal = new Option<bool>("--personal") { Description = "Your own library instead of the project's." };

        var command = new Command("list", "List secret keys and pull secrets.") { unused, personal };
        command.SetAction(
            async (result, stop) =>
            {
                var rows = await FindAsync(
                    context.Client(),
                    result.GetValue(personal) ? null : context.Project(result),
                    result.GetValue(unused),
                    stop
                );
                await context
                    .Output(result)
                    .WriteListAsync(
                        rows,
                        CliJson.Default.IReadOnlyListSecretRow,
                        new("ID", row => row.Id),
                        new("NAME", row => row.Name),
                        new("KIND", row => row.Kind),
                        new("ENTRIES", row => row.Entries?.ToString(CultureInfo.InvariantCulture)),
                        new("IN-USE", row => InUse(row)),
                        new("UPDATED", row => row.UpdatedAt.UtcDateTime.ToString("u", CultureInfo.InvariantCulture))
                    );
            }
        );
        return command;
    }

    /// <param name="project">Null: the caller's own library, which has no pull secrets.</param>
    private static async Task<IReadOnlyList<SecretRow>> FindAsync(
        StudioClient client,
        string? project,
        bool unused,
        CancellationToken stop
    )
    {
        var keys = Paging.AllAsync(page => client.SecretKeys.ListAsync(project, page, unused, stop), SecretRow.Of);
        if (project is null)
            return await keys;
        var pulls = Paging.AllAsync(page => client.PullSecrets.ListAsync(project, page, stop), SecretRow.Of);
        return [.. await keys, .. (await pulls).Where(row => !unused || row.InUse.Services is 0)];
    }

    private static string InUse(SecretRow row) =>
        row.InUse.Services is 0 ? "no" : $"{row.InUse.Services} ({row.InUse.Running} running)";
}
