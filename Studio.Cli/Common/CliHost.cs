namespace Studio.Cli.Common;

/// <summary>What a command meets of the world: streams, environment, network. Tests bring their own.</summary>
internal sealed class CliHost
{
    public required TextReader In { get; init; }
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }
    public required bool InputIsTerminal { get; init; }
    public required bool OutputIsTerminal { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Reads a line from the terminal without showing it.</summary>
    public required Func<string> ReadHidden { get; init; }

    public required Func<HttpMessageHandler> Handler { get; init; }

    public static CliHost OfThisProcess() =>
        new()
        {
            // Console's own streams set up the terminal, which takes time and writes to it.
            In = new StreamReader(Console.OpenStandardInput()),
            Out = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true },
            Error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true },
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            Variable = Environment.GetEnvironmentVariable,
            ReadHidden = HiddenLine.Read,
            // A redirect would carry the token's bearer somewhere that nobody named.
            Handler = () => new SocketsHttpHandler { AllowAutoRedirect = false },
        };
}
