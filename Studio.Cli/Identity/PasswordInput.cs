using System.CommandLine;
using Studio.Cli.Common;
using Studio.Client.Common;

namespace Studio.Cli.Identity;

/// <summary>Where a password comes from: a file, standard input, or a prompt that does not show it.</summary>
internal static class PasswordInput
{
    public static Option<string?> FileOption() =>
        new("--password-file") { Description = "A file that holds the password; - is standard input." };

    /// <param name="file">A path, <c>-</c> for standard input, or null for the prompt, or what is piped.</param>
    /// <param name="twice">Whether a typed password is asked for again: for a new one.</param>
    public static async Task<SecretValue> ReadAsync(CliHost host, string? file, bool twice, CancellationToken stop)
    {
        var password = file switch
        {
            null when host.InputIsTerminal => await AskAsync(host, twice),
            null or "-" => WithoutLastLineBreak(await host.In.ReadToEndAsync(stop)),
            _ => WithoutLastLineBreak(await File.ReadAllTextAsync(file, stop)),
        };
        return password is "" ? throw new UsageException("The password is empty.") : new SecretValue(password);
    }

    private static async Task<string> AskAsync(CliHost host, bool twice)
    {
        var password = await AskAsync(host, "Password: ");
        return !twice || await AskAsync(host, "The same again: ") == password
            ? password
            : throw new UsageException("The two passwords differ.");
    }

    private static async Task<string> AskAsync(CliHost host, string question)
    {
        await host.Error.WriteAsync(question);
        var answer = host.ReadHidden();
        await host.Error.WriteLineAsync();
        return answer;
    }

    /// <summary>Editors and <c>echo</c> end a file with a line break that is no part of the password.</summary>
    private static string WithoutLastLineBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
        : text.EndsWith('\n') ? text[..^1]
        : text;
}
