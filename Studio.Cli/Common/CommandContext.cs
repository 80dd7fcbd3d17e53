using System.CommandLine;
using Studio.Cli.Identity;
using Studio.Cli.Output;
using Studio.Client;
using Studio.Client.Common;

namespace Studio.Cli.Common;

/// <summary>What every command is made with: the host, the options that all share, and the way to the server.</summary>
internal sealed class CommandContext(CliHost host)
{
    private const string DefaultAddress = "http://127.0.0.1:5080";

    public CliHost Host => host;

    public CredentialStore Credentials { get; } = new(host);

    public Option<string> ProjectOption { get; } =
        new("--project")
        {
            Description = "The project, by id or name.",
            Recursive = true,
            DefaultValueFactory = _ => "default",
        };

    public Option<string?> OutputOption { get; } =
        new Option<string?>("--output", "-o")
        {
            Description = "How lists and objects are written; by default a table on a terminal, JSON when piped.",
            Recursive = true,
        }.AcceptOnlyFromAmong(OutputFormat.All);

    /// <summary>The server's address, from <c>STUDIO_URL</c>.</summary>
    public Uri Server => field ??= Address(host.Variable("STUDIO_URL"));

    /// <summary>A client with the caller's token: that of <c>STUDIO_TOKEN</c>, or of the last login at this server.</summary>
    public StudioClient Client() =>
        Client(
            host.Variable("STUDIO_TOKEN")?.Trim() is { Length: > 0 } given
                ? Token(given)
                : Credentials.Find(Server)?.Token
        );

    /// <summary>A client with this token, or with none.</summary>
    public StudioClient Client(SecretValue? token) => new(new HttpClient(host.Handler()), Server, token);

    public string Project(ParseResult result) => result.GetValue(ProjectOption)!;

    public OutputWriter Output(ParseResult result) => new(host, result.GetValue(OutputOption));

    private static SecretValue Token(string given) =>
        given.All(letter => letter is > ' ' and <= '~')
            ? new SecretValue(given)
            : throw new UsageException("STUDIO_TOKEN is not a token.");

    private static Uri Address(string? given) =>
        Uri.TryCreate(given is { Length: > 0 } ? given : DefaultAddress, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
            ? address
            // Not quoted: an address may carry a password.
            : throw new UsageException("STUDIO_URL is not an http or https address.");
}
