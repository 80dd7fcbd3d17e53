using System.CommandLine;
using Studio.Cli.Common;
using Studio.Cli.Identity;
using Studio.Cli.SecretKeys;

namespace Studio.Cli;

/// <summary>The <c>studio</c> command: its table of contents.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => RunAsync(args, CliHost.OfThisProcess());

    /// <summary>Runs one command line; gives its exit code.</summary>
    internal static Task<int> RunAsync(string[] args, CliHost host) =>
        Invocation.RunAsync(Commands(new CommandContext(host)), args, host);

    private static RootCommand Commands(CommandContext context) =>
        new("Secrets, services and rooms of a Studio server (STUDIO_URL).")
        {
            SetupCommand.Create(context),
            LoginCommand.Create(context),
            LogoutCommand.Create(context),
            WhoAmICommand.Create(context),
            new Command("secret", "Secret keys and pull secrets.") { ListSecretsCommand.Create(context) },
            context.OutputOption,
            context.ProjectOption,
        };
}
