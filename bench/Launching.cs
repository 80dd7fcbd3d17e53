using Studio.Bench.Common;
using Studio.Client.Services;

namespace Studio.Bench;

/// <summary>From the wish to a running container, against Docker's command line.</summary>
static class Launching
{
    const int Runs = 15;
    const int WarmUp = 3;
    const string Network = "bench";

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var login = new TemporaryFolder();
        SampleImage.WriteLogin(login.Path);
        var image = await SampleImage.PublishAsync(login.Path);
        await Command.Docker("network", "create", Network).RunAsync();
        await using var studio = await StudioProcess.SetUpAsync(folder.Path);
        await studio.AddRegistryAsync();

        const string OfSame = "of the same container";
        var note =
            "the same limits, capabilities and kind of network; counted until the event that the step `starting` is done"
            + ". Profiled: the engine's own start is about 320 ms of either. On top come about 15 ms until the order is planned, stored and answered, 10 ms to resolve, 5 ms to ask for the image, and four durable saves";
        var missing = await CompareAsync(studio, image, "missing", login.Path, RemoveContainersAsync);
        var always = await CompareAsync(studio, image, "always", login.Path, RemoveContainersAsync);
        var pulled = await CompareAsync(studio, image, "always", login.Path, RemoveImagesAsync, pullFirst: true);
        return
        [
            Line.Of("launch, image present, `pull: missing`", $"`docker run -d` {OfSame}", missing, 1, note),
            Line.Of(
                "launch, image present, `pull: always`",
                $"`docker run --pull always -d` {OfSame}",
                always,
                1,
                note
            ),
            Line.Of(
                "launch that pulls from a loopback registry",
                "`docker pull && docker run -d`",
                pulled,
                1.05,
                "an image of 18 MB in one layer, removed before each run"
            ),
        ];
    }

    static async Task<Pair> CompareAsync(
        StudioProcess studio,
        string image,
        string pull,
        string login,
        Func<Task> prepareAsync,
        bool pullFirst = false
    )
    {
        var service = $"bench-{pull}{(pullFirst ? "-pulled" : "")}";
        await studio.Client.Services.CreateAsync(
            StudioProcess.Project,
            new CreateServiceRequest
            {
                Name = service,
                Image = image,
                Pull = pull,
                PullSecret = StudioProcess.PullSecret,
            }
        );
        var preview = await studio.Client.Services.PreviewAsync(StudioProcess.Project, service);
        // What Studio itself says that it amounts to. There is nothing in it that would have to be quoted.
        string[] run =
        [
            "run",
            "-d",
            "--network",
            Network,
            .. pull == "always" && !pullFirst ? ["--pull", "always"] : Array.Empty<string>(),
            .. preview.EquivalentCommand.Split(' ')[3..],
        ];
        return await Pair.RunAsync(
            Runs,
            WarmUp,
            async () =>
            {
                await prepareAsync();
                return await LaunchAsync(studio, service);
            },
            async () =>
            {
                await prepareAsync();
                return await Pair.TimeAsync(async () =>
                {
                    if (pullFirst)
                        await Command.Docker("pull", image).With("DOCKER_CONFIG", login).RunAsync();
                    await Command.Docker(run).With("DOCKER_CONFIG", login).RunAsync();
                });
            }
        );
    }

    static async Task<TimeSpan> LaunchAsync(StudioProcess studio, string service)
    {
        TimeSpan? taken = null;
        var state = "";
        await Pair.TimeAsync(async () =>
        {
            var start = TimeProvider.System.GetTimestamp();
            var accepted = await studio.Client.Services.LaunchAsync(StudioProcess.Project, service, new());
            await foreach (var news in studio.Client.Launches.FollowAsync(accepted.LaunchId))
            {
                if (news.Step is { Name: "starting", State: "done" })
                    taken ??= TimeProvider.System.GetElapsedTime(start);
                state = news.State ?? state;
            }
        });
        // Not to be launched again by Studio when its container is taken away.
        await studio.Client.Services.StopAsync(StudioProcess.Project, service, new StopServiceRequest(Force: true));
        return state == "live" && taken is { } time
            ? time
            : throw new InvalidOperationException($"The launch of {service} ended {state}.");
    }

    static async Task RemoveContainersAsync()
    {
        if (await IdsAsync("ps", "-aq") is { Length: > 0 } containers)
            await Command.Docker(["rm", "-f", .. containers]).RunAsync();
    }

    static async Task RemoveImagesAsync()
    {
        await RemoveContainersAsync();
        if (await IdsAsync("image", "ls", "-aq") is { Length: > 0 } images)
            await Command.Docker(["image", "rm", "-f", .. images]).RunAsync();
    }

    static async Task<string[]> IdsAsync(params string[] command) =>
        [.. (await Command.Docker(command).RunAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()];
}
