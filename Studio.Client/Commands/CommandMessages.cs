namespace Studio.Client.Commands;

/// <summary>A command to run inside a service's container.</summary>
/// <param name="Command">The program and its arguments; run without a shell.</param>
/// <param name="SecretEnv">Variables for this command only, by name: <c>collection/ENTRY</c>, the collection by id or name.</param>
/// <param name="TimeoutSeconds">1 to 3600; 60 when it is left out.</param>
public sealed record ExecRequest(
    IReadOnlyList<string>? Command = null,
    IReadOnlyDictionary<string, string>? SecretEnv = null,
    int? TimeoutSeconds = null
);

/// <summary>What became of a command. Secrets are redacted.</summary>
/// <param name="ExitCode">124 when its time was over and it was ended.</param>
/// <param name="Stdout">At most 1 MiB.</param>
/// <param name="Stderr">At most 1 MiB.</param>
/// <param name="Truncated">It printed more than that.</param>
public sealed record ExecResponse(int ExitCode, string Stdout, string Stderr, bool TimedOut, bool Truncated);

/// <summary>A terminal to open in a service's container.</summary>
/// <param name="SecretEnv">Variables for this shell only, by name: <c>collection/ENTRY</c>.</param>
/// <param name="Columns">Characters, 1 to 1000.</param>
/// <param name="Rows">Lines, 1 to 1000.</param>
public sealed record OpenTerminalRequest(
    IReadOnlyDictionary<string, string>? SecretEnv = null,
    int Columns = 80,
    int Rows = 24
);

/// <summary>A terminal that waits, for 30 seconds, for its WebSocket.</summary>
/// <param name="Shell">The one that was found in the image: <c>bash</c>, <c>sh</c> or <c>ash</c>.</param>
public sealed record TerminalResponse(string Id, string Shell);

/// <summary>What a client sends as a text message when its window has another size. Keys are binary messages.</summary>
public sealed record TerminalSizeMessage(int Columns, int Rows);
