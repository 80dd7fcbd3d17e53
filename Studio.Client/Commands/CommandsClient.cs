using Studio.Client.Common;

namespace Studio.Client.Commands;

/// <summary>Commands inside the containers of services.</summary>
public sealed class CommandsClient
{
    private readonly RestConnection _connection;

    internal CommandsClient(RestConnection connection) => _connection = connection;

    /// <summary>Runs a command and waits for it.</summary>
    public Task<ExecResponse> ExecAsync(
        string project,
        string service,
        ExecRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/exec",
            request,
            StudioJson.Tolerant.ExecRequest,
            StudioJson.Tolerant.ExecResponse,
            stop
        );

    /// <summary>Opens a terminal. Read and type into it through the WebSocket <c>…/terminals/{id}</c>.</summary>
    public Task<TerminalResponse> OpenTerminalAsync(
        string project,
        string service,
        OpenTerminalRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/terminals",
            request,
            StudioJson.Tolerant.OpenTerminalRequest,
            StudioJson.Tolerant.TerminalResponse,
            stop
        );
}
