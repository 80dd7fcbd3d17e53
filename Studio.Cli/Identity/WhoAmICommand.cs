using System.CommandLine;
using Studio.Cli.Common;
using Studio.Client;

namespace Studio.Cli.Identity;

/// <summary><c>studio whoami</c>.</summary>
internal static class WhoAmICommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("whoami", "Say who is signed in, and what they may do.");
        command.SetAction(
            async (result, stop) =>
            {
                var me = await context.Client().Session.GetMeAsync(stop);
                await context
                    .Output(result)
                    .WriteObjectAsync(
                        me,
                        StudioJson.Default.MeResponse,
                        new("EMAIL", me => me.Email),
                        new("ROLE", me => me.Role),
                        new("ID", me => me.Id),
                        new("PERMISSIONS", me => string.Join(' ', me.Permissions))
                    );
            }
        );
        return command;
    }
}
