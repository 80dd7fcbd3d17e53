using System.CommandLine;
using Studio.Cli.Common;
using Studio.Client;

namespace Studio.Cli.Identity;

/// <summary><c>studio logout</c>: forgets the saved token, here and on the server.</summary>
internal static class LogoutCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("logout", "Forget the saved login.");
        command.SetAction(
            async (_, stop) =>
            {
                if (context.Credentials.Find(context.Server) is not { } saved)
                    return;
                context.Credentials.Remove(context.Server);
                await RevokeAsync(context.Client(saved.Token), context.Host, stop);
            }
        );
        return command;
    }

    /// <summary>Signing out must work without the server, so a token that stays valid there is only mentioned.</summary>
    private static async Task RevokeAsync(StudioClient client, CliHost host, CancellationToken stop)
    {
        try
        {
            if ((await client.Session.GetMeAsync(stop)).TokenId is { } token)
                await client.Tokens.DeleteAsync(token, stop);
        }
        catch (StudioException error) when (error.Status is 401)
        {
            await host.Error.WriteLineAsync("The saved login had ended already.");
        }
        catch (Exception error) when (error is StudioException or StudioUnreachableException)
        {
            await host.Error.WriteLineAsync("Signed out here, but the server keeps the token until it is revoked.");
        }
    }
}
