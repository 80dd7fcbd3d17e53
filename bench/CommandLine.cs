using Studio.Bench.Common;

namespace Studio.Bench;

/// <summary>The command line against Docker's.</summary>
static class CommandLine
{
    const int Runs = 30;
    const int WarmUp = 3;
    const int Secrets = 10;
    const double Target = 2;

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var studio = await StudioProcess.SetUpAsync(folder.Path);
        // The private engine is gone after this, and with it the swarm, without which Docker has no secrets.
        await Command.Docker("swarm", "init", "--advertise-addr", "127.0.0.1").RunAsync();
        for (var number = 0; number < Secrets; number++)
        {
            await studio.Client.SecretKeys.CreateAsync(
                StudioProcess.Project,
                new($"keys-{number}", Entries: [new("KEY", new("a value"))])
            );
            await Command.Docker("secret", "create", $"keys-{number}", "/etc/hostname").RunAsync();
        }

        Command Studio(params string[] arguments) =>
            new Command(Places.Cli, arguments)
                .With("STUDIO_URL", $"{studio.Address}")
                .With("STUDIO_TOKEN", studio.Token.Reveal());
        return
        [
            Line.Of(
                "`studio --version`",
                "`docker --version`",
                await CompareAsync(Studio("--version"), Command.Docker("--version")),
                Target
            ),
            Line.Of(
                "`studio secret list` (10)",
                "`docker secret ls` (10)",
                await CompareAsync(Studio("secret", "list"), Command.Docker("secret", "ls")),
                Target,
                "Docker's over a Unix socket, ours over TCP with a token"
            ),
        ];
    }

    static Task<Pair> CompareAsync(Command ours, Command theirs) =>
        Pair.RunAsync(Runs, WarmUp, () => Pair.TimeAsync(ours.RunAsync), () => Pair.TimeAsync(theirs.RunAsync));
}
