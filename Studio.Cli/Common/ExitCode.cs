namespace Studio.Cli.Common;

/// <summary>What a shell sees of a command.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Usage = 2;
    public const int Unreachable = 3;

    /// <summary>As shells count a process that Ctrl+C ended.</summary>
    public const int Interrupted = 130;
}
