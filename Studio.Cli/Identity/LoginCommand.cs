using System.CommandLine;
using Studio.Cli.Common;
using Studio.Client.Common;
using Studio.Client.Identity;

namespace Studio.Cli.Identity;

/// <summary><c>studio login</c>: keeps a token for the commands to come.</summary>
internal static class LoginCommand
{
    public static Command Create(CommandContext context)
    {
        var email = new Option<string?>("--email") { Description = "Your address; asked for on a terminal." };
        var passwordFile = PasswordInput.FileOption();
        var otp = new Option<string?>("--otp") { Description = "The six digits of your second factor." };

        var command = new Command("login", "Sign in, and stay signed in.") { email, passwordFile, otp };
        command.SetAction(
            async (result, stop) =>
            {
                var address = result.GetValue(email) ?? await AskForEmailAsync(context.Host, stop);
                var password = await PasswordInput.ReadAsync(
                    context.Host,
                    result.GetValue(passwordFile),
                    twice: false,
                    stop
                );
                var digits = result.GetValue(otp) is { } given ? new SecretValue(given) : null;
                var request = new LoginRequest(address, password, digits);
                var login = await context.Client(token: null).Session.LogInAsync(request, stop);
                context.Credentials.Save(context.Server, new Credential(address, login.Token));
                await context.Host.Error.WriteLineAsync($"Signed in as {address}.");
            }
        );
        return command;
    }

    private static async Task<string> AskForEmailAsync(CliHost host, CancellationToken stop)
    {
        if (!host.InputIsTerminal)
            throw new UsageException("Say who signs in, with --email.");
        await host.Error.WriteAsync("E-mail: ");
        return await host.In.ReadLineAsync(stop) ?? "";
    }
}
