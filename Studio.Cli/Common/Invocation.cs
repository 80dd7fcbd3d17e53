using System.CommandLine;
using System.CommandLine.Parsing;
using Studio.Client;

namespace Studio.Cli.Common;

/// <summary>Runs a command; turns what can go wrong into an exit code and one sentence on standard error.</summary>
internal static class Invocation
{
    public static async Task<int> RunAsync(RootCommand root, string[] args, CliHost host)
    {
        // No response files: an argument that starts with @ is an argument.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return await FailAsync(host, ExitCode.Usage, UsageSentence(parsed, args));

        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (UsageException error)
        {
            return await FailAsync(host, ExitCode.Usage, error.Message);
        }
        catch (StudioException error)
        {
            return await FailAsync(host, ExitCode.Refused, Sentence(error));
        }
        catch (StudioUnreachableException error)
        {
            return await FailAsync(host, ExitCode.Unreachable, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(host, ExitCode.Refused, error.Message);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> FailAsync(CliHost host, int code, string sentence)
    {
        await host.Error.WriteLineAsync(PlainText.Of(sentence));
        return code;
    }

    private static string Sentence(StudioException error)
    {
        if (error.Status is 401 && error.Code is not "unexpected-answer")
            return $"{error.Detail} Sign in with 'studio login', or set STUDIO_TOKEN.";
        var fields = error.Errors.SelectMany(field => field.Value.Select(sentence => $"{field.Key}: {sentence}"));
        return string.Join(' ', fields.Prepend(error.Detail));
    }

    /// <summary>Names what was not understood by its position: it may be a secret in the wrong place.</summary>
    private static string UsageSentence(ParseResult parsed, string[] args)
    {
        var path = string.Join(' ', CommandPath(parsed.CommandResult));
        var help = $"See '{path} --help'.";
        if (parsed.UnmatchedTokens is [var unmatched, ..])
            return $"Argument {Position(args, unmatched)} is not understood. {help}";

        var error = parsed.Errors[0];
        if (error.SymbolResult is OptionResult { Tokens.Count: > 0 } option)
            return $"The value of {option.Option.Name} is not valid. {help}";
        if (error.SymbolResult is ArgumentResult { Tokens.Count: > 0, Parent: OptionResult of })
            return $"The value of {of.Option.Name} is not valid. {help}";
        if (error.SymbolResult is ArgumentResult { Tokens.Count: > 0 } argument)
            return $"The value of <{argument.Argument.Name}> is not valid. {help}";
        return $"{error.Message} {help}";
    }

    /// <summary>Counted from 1. What was not understood may be the end of an argument, as in <c>--option=value</c>.</summary>
    private static int Position(string[] args, string unmatched) =>
        1
        + (
            Array.IndexOf(args, unmatched) is >= 0 and var whole
                ? whole
                : Array.FindIndex(args, arg => arg.EndsWith(unmatched, StringComparison.Ordinal))
        );

    private static IEnumerable<string> CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? CommandPath(parent).Append(command.Command.Name) : ["studio"];
}
