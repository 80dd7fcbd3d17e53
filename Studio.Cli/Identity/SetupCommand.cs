using System.CommandLine;
using Studio.Cli.Common;
using Studio.Client.Common;
using Studio.Client.Identity;

namespace Studio.Cli.Identity;

/// <summary><c>studio setup</c>: creates the first administrator, and signs in.</summary>
internal static class SetupCommand
{
    public static Command Create(CommandContext context)
    {
        var code = new Option<string>("--code")
        {
            Description = "The code that the server printed at its first start.",
            Required = true,
        };
        var email = new Option<string>("--email") { Description = "The administrator's address.", Required = true };
        var passwordFile = PasswordInput.FileOption();

        var command = new Command("setup", "Create the first administrator.") { code, email, passwordFile };
        command.SetAction(
            async (result, stop) =>
            {
                var address = result.GetValue(email)!;
                var password = await PasswordInput.ReadAsync(
                    context.Host,
                    result.GetValue(passwordFile),
                    twice: true,
                    stop
                );
                var request = new SetupRequest(new SecretValue(result.GetValue(code)!), address, password);
                var login = await context.Client(token: null).Session.SetUpAsync(request, stop);
                context.Credentials.Save(context.Server, new Credential(address, login.Token));
                await context.Host.Error.WriteLineAsync($"Signed in as {address}.");
            }
        );
        return command;
    }
}
