using Studio.Cli.Common;

namespace Studio.Tests.Cli;

/// <summary>Runs <c>studio</c> in this process, with a home of its own.</summary>
internal sealed class CliRun(Uri server) : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("studio-cli-");

    public Dictionary<string, string> Environment { get; } = new() { ["STUDIO_URL"] = server.ToString() };

    /// <summary>What is piped in; null: a terminal.</summary>
    public string? Input { get; set; }

    /// <summary>What is typed at the prompts that do not show it.</summary>
    public Queue<string> Typed { get; } = [];

    public bool OnTerminal { get; set; }

    public string CredentialsFile => Path.Combine(_home.FullName, "config", "studio", "credentials.json");

    public string Home => _home.FullName;

    public async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(),
            error = new();
        var code = await Studio.Cli.Program.RunAsync(
            args,
            new CliHost
            {
                In = new StringReader(Input ?? ""),
                Out = output,
                Error = error,
                InputIsTerminal = Input is null,
                OutputIsTerminal = OnTerminal,
                Variable = name =>
                    name is "XDG_CONFIG_HOME"
                        ? Path.Combine(_home.FullName, "config")
                        : Environment.GetValueOrDefault(name),
                ReadHidden = Typed.Dequeue,
                Handler = () => new SocketsHttpHandler { AllowAutoRedirect = false },
            }
        );
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => _home.Delete(recursive: true);
}
