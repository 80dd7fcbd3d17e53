using System.Text.Json.Serialization;

namespace Studio.Docker.Exec;

/// <summary>
/// A command to run inside a running container. See
/// <see href="https://docs.docker.com/reference/api/engine/#tag/Exec/operation/ContainerExec">POST /containers/{id}/exec</see>.
/// Environment values are in here: log it nowhere.
/// </summary>
public sealed class ExecSpec
{
    /// <summary>The program and its arguments; run without a shell.</summary>
    public required IReadOnlyList<string> Cmd { get; init; }

    /// <summary><c>NAME=value</c>, besides the container's own. Not kept in the container's configuration.</summary>
    public IReadOnlyList<string>? Env { get; init; }

    public string? User { get; init; }

    public bool AttachStdin { get; init; }

    public bool AttachStdout { get; init; } = true;

    public bool AttachStderr { get; init; } = true;

    /// <summary>In a terminal of its own: one stream instead of standard output and error.</summary>
    public bool Tty { get; init; }

    /// <summary>Rows and columns of the terminal; engines before API 1.42 do not look at it.</summary>
    public IReadOnlyList<int>? ConsoleSize { get; init; }
}

/// <summary>What became of a command. See <see href="https://docs.docker.com/reference/api/engine/#tag/Exec/operation/ExecInspect">GET /exec/{id}/json</see>.</summary>
public sealed class ExecDetails
{
    public bool Running { get; init; }

    /// <summary>Null while it runs. 126 and 127 also when it could not be started.</summary>
    public int? ExitCode { get; init; }

    /// <summary>On the engine's machine; 0 while it was not started.</summary>
    public int Pid { get; init; }
}

sealed record ExecCreatedWire(string? Id);

sealed record ExecStartWire([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool Detach, bool Tty);
