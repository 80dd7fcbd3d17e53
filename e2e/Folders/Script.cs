using Studio.Client.Services;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Folders;

/// <summary>A service that does what a few lines of shell say, and stays up.</summary>
public sealed class Script(EngineFixture engine, StudioServer server)
{
    const string End = "-- end --";

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Stage Stage { get; } = new(engine, server.Admin);

    public string Service => Stage.Service;

    /// <summary>Stores it, or its next revision.</summary>
    /// <param name="lines">Run whenever the container starts.</param>
    public async Task<ServiceResponse> StoreAsync(
        string lines,
        StorageDefinition? storage = null,
        Func<UpdateServiceRequest, UpdateServiceRequest>? with = null,
        string project = StudioServer.Project
    )
    {
        var request = new UpdateServiceRequest
        {
            Name = Service,
            Image = await engine.Images.IdleAsync(Stage.NewName("idle"), Stop),
            Command = new CommandLine([
                "sh",
                "-c",
                $"exec 2>&1\n{lines}\necho '{End}'; trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done",
            ]),
            Storage = storage,
        };
        request = with?.Invoke(request) ?? request;
        var create = new CreateServiceRequest
        {
            Name = request.Name,
            Image = request.Image,
            Command = request.Command,
            Storage = request.Storage,
            User = request.User,
            Profile = request.Profile,
        };
        var known = await server.Admin.Services.ListAsync(project, new() { Search = Service }, Stop);
        return known.Items.Count == 0
            ? await server.Admin.Services.CreateAsync(project, create, Stop)
            : await server.Admin.Services.UpdateAsync(project, Service, request, stop: Stop);
    }

    /// <summary>Launches it.</summary>
    /// <returns>What its lines printed.</returns>
    public async Task<string> RunAsync() => await OutputAsync((await Stage.BringToLifeAsync()).ContainerId!);

    /// <summary>What the lines of a container printed, once it came to their end.</summary>
    public async Task<string> OutputAsync(string container)
    {
        while (true)
        {
            var output = await Stage.OutputOfAsync(container);
            var end = output.IndexOf(End, StringComparison.Ordinal);
            if (end >= 0)
                return output[..end];
            await Task.Delay(Poll, Stop);
        }
    }

    public Task DeleteAsync() => server.Admin.Services.DeleteAsync(StudioServer.Project, Service, stop: Stop);
}
