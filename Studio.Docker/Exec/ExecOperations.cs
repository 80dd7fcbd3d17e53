using Studio.Docker.Transport;

namespace Studio.Docker.Exec;

/// <summary>Commands inside running containers. See <see href="https://docs.docker.com/reference/api/engine/#tag/Exec">Exec</see>.</summary>
public sealed class ExecOperations
{
    readonly EngineConnection _connection;

    internal ExecOperations(EngineConnection connection) => _connection = connection;

    /// <summary>Makes a command ready to be started.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="DockerException">404: there is no such container. 409: it does not run.</exception>
    public async Task<string> CreateAsync(string container, ExecSpec spec, CancellationToken stop = default)
    {
        var request = EngineRequest
            .Post($"/containers/{EngineRequest.Part(container)}/exec")
            .WithJson(spec, DockerJson.Default.ExecSpec);
        var created = await _connection.ReadAsync(request, DockerJson.Default.ExecCreatedWire, stop);
        return created.Id ?? throw EngineConnection.NotTheApi();
    }

    /// <summary>Starts it, once. A program that is not there shows in <see cref="InspectAsync"/>, with some engines here.</summary>
    /// <exception cref="DockerException">The container does not run any more; the program is not there.</exception>
    public async Task<ExecSession> StartAsync(string exec, bool tty, CancellationToken stop = default)
    {
        var request = EngineRequest
            .Post($"{PathOf(exec)}/start")
            .WithJson(new ExecStartWire(false, tty), DockerJson.Default.ExecStartWire)
            .AsUpgrade();
        var answer = await _connection.OpenAsync(request, stop);
        try
        {
            return new(answer, await _connection.BodyAsync(answer, stop), tty);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public Task<ExecDetails> InspectAsync(string exec, CancellationToken stop = default) =>
        _connection.ReadAsync(EngineRequest.Get($"{PathOf(exec)}/json"), DockerJson.Default.ExecDetails, stop);

    /// <summary>Tells its terminal how large the window is.</summary>
    /// <exception cref="DockerException">It does not run.</exception>
    public Task ResizeAsync(string exec, int columns, int rows, CancellationToken stop = default) =>
        _connection.SendAsync(
            EngineRequest.Post($"{PathOf(exec)}/resize", default(Query).And("h", (int?)rows).And("w", (int?)columns)),
            stop
        );

    static string PathOf(string exec) => $"/exec/{EngineRequest.Part(exec)}";
}
