namespace Studio.Domain.Engine;

/// <summary>A command to run inside a container.</summary>
/// <param name="Command">The program and its arguments; run without a shell.</param>
/// <param name="Environment">Besides the container's own, for this command only.</param>
/// <param name="Terminal">In a terminal of that size; null: with two streams and without input.</param>
public sealed record CommandSpec(
    IReadOnlyList<string> Command,
    IReadOnlyList<EnvironmentVariable> Environment,
    TerminalSize? Terminal = null
);

/// <param name="Columns">Characters.</param>
/// <param name="Rows">Lines.</param>
public readonly record struct TerminalSize(int Columns, int Rows);

/// <summary>A piece of what a command printed, unredacted: callers redact before anything else.</summary>
public readonly record struct CommandOutput(bool IsError, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// A command that runs inside a container. Disposed while it runs, it is ended with everything that it started; what a command has left
/// running when it ended by itself stays, as it does with <c>docker exec</c>.
/// </summary>
public interface IRunningCommand : IAsyncDisposable
{
    /// <summary>What it prints, until it has ended. To be read once.</summary>
    IAsyncEnumerable<CommandOutput> ReadAsync(CancellationToken stop);

    /// <summary>Types into its terminal.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken stop);

    Task ResizeAsync(TerminalSize size, CancellationToken stop);

    /// <summary>Null while it runs.</summary>
    Task<int?> GetExitCodeAsync(CancellationToken stop);
}
