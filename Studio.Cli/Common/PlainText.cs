namespace Studio.Cli.Common;

/// <summary>Text of a server's for a terminal, which would obey control characters.</summary>
internal static class PlainText
{
    public static string Of(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
