using System.Net;
using System.Runtime.CompilerServices;
using Studio.Docker;
using Studio.Docker.Containers;
using Studio.Docker.Daemon;
using Studio.Docker.Images;
using Studio.Docker.Networks;
using Studio.Domain.Engine;
using ContainerSpec = Studio.Domain.Engine.ContainerSpec;
using ImageReference = Studio.Domain.Engine.ImageReference;

namespace Studio.Adapters.Docker;

/// <summary>The container engine of this host, through Docker's API.</summary>
sealed partial class DockerEngine(DockerClient docker, int logMegabytes = 10) : IContainerEngine, IDisposable
{
    const int InspectedAtOnce = 16;

    /// <summary>Bytes of output that are passed on together, at most.</summary>
    const int FullBatch = 256 * 1024;

    readonly SemaphoreSlim _networks = new(1, 1);

    public void Dispose() => _networks.Dispose();

    public Task<EngineFacts> GetFactsAsync(CancellationToken stop) =>
        EngineErrors.TranslateAsync(async () =>
        {
            var version = await docker.System.VersionAsync(stop);
            return new EngineFacts("Docker", version.Version, version.ApiVersion, version.Os, version.Arch);
        });

    public Task<ImageFacts?> FindImageAsync(string image, CancellationToken stop) =>
        EngineErrors.TranslateAsync(async () =>
        {
            try
            {
                return ToFacts(await docker.Images.InspectAsync(image, stop));
            }
            catch (DockerException exception) when (exception.IsNotFound)
            {
                return null;
            }
        });

    public Task<string> ResolveDigestAsync(
        ImageReference image,
        RegistryCredentials? credentials,
        CancellationToken stop
    ) =>
        EngineErrors.TranslateAsync(
            async () =>
                (await docker.Distribution.InspectAsync($"{image}", ToAuth(credentials), stop)).Descriptor.Digest,
            image
        );

    public async IAsyncEnumerable<PullProgress> PullAsync(
        ImageReference image,
        RegistryCredentials? credentials,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        await using var steps = docker.Images.PullAsync($"{image}", ToAuth(credentials), stop).GetAsyncEnumerator(stop);
        while (await EngineErrors.TranslateAsync(async () => await steps.MoveNextAsync(), image))
        {
            var step = steps.Current;
            yield return new PullProgress(step.Layer, step.Status, step.Current, step.Total);
        }
    }

    public Task<string> CreateAsync(ContainerSpec spec, CancellationToken stop) =>
        EngineErrors.TranslateAsync(async () =>
            (await docker.Containers.CreateAsync(ContainerTranslation.ToDocker(spec, logMegabytes), spec.Name, stop)).Id
        );

    public Task StartAsync(string container, CancellationToken stop) =>
        EngineErrors.TranslateAsync(() => docker.Containers.StartAsync(container, stop));

    public Task StopAsync(string container, TimeSpan grace, CancellationToken stop) =>
        UnlessGoneAsync(() => docker.Containers.StopAsync(container, grace, stop));

    public Task RemoveAsync(string container, CancellationToken stop) =>
        UnlessGoneAsync(() => docker.Containers.RemoveAsync(container, force: true, stop));

    public Task SetRestartAsync(string container, bool always, CancellationToken stop) =>
        UnlessGoneAsync(() =>
            docker.Containers.SetRestartPolicyAsync(
                container,
                always ? RestartPolicy.UnlessStopped : RestartPolicy.No,
                stop
            )
        );

    public Task<ContainerFacts?> FindContainerAsync(string container, CancellationToken stop) =>
        EngineErrors.TranslateAsync(() => InspectAsync(container, stop));

    public Task<IReadOnlyList<ContainerFacts>> ListContainersAsync(
        IReadOnlyDictionary<string, string> labels,
        CancellationToken stop
    ) =>
        EngineErrors.TranslateAsync<IReadOnlyList<ContainerFacts>>(async () =>
        {
            var wanted = labels.Select(label => $"{label.Key}={label.Value}").ToList();
            var listed = await docker.Containers.ListAsync(
                new ContainerListOptions { All = true, Labels = wanted },
                stop
            );
            var facts = new ContainerFacts?[listed.Count];
            var limits = new ParallelOptions { MaxDegreeOfParallelism = InspectedAtOnce, CancellationToken = stop };
            await Parallel.ForAsync(
                0,
                listed.Count,
                limits,
                async (index, each) => facts[index] = await InspectAsync(listed[index].Id, each)
            );
            return [.. facts.OfType<ContainerFacts>()];
        });

    public async IAsyncEnumerable<ContainerEvent> WatchAsync(
        IReadOnlyDictionary<string, string> labels,
        DateTimeOffset? since,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var options = new EventOptions
        {
            Since = since,
            Types = ["container"],
            Actions = ["start", "die", "oom", "health_status", "destroy"],
            Labels = [.. labels.Select(label => $"{label.Key}={label.Value}")],
        };
        await using var events = docker.System.EventsAsync(options, stop).GetAsyncEnumerator(stop);
        while (await EngineErrors.TranslateAsync(async () => await events.MoveNextAsync()))
        {
            if (ContainerTranslation.ToEvent(events.Current) is { } happened)
                yield return happened;
        }
    }

    public Task<ContainerUsage?> ReadUsageAsync(string container, CancellationToken stop) =>
        EngineErrors.TranslateAsync(async () =>
        {
            try
            {
                return ContainerTranslation.ToUsage(await docker.Containers.StatsAsync(container, stop));
            }
            catch (DockerException exception) when (exception.IsNotFound)
            {
                return null;
            }
        });

    public Task<HostFacts> GetHostAsync(CancellationToken stop) =>
        EngineErrors.TranslateAsync(async () =>
        {
            var info = await docker.System.InfoAsync(stop);
            return new HostFacts(info.NCPU, info.MemTotal);
        });

    /// <remarks>
    /// One at a time: before API 1.44 an engine that is asked twice at once can make two networks of one name, and then refuses
    /// every container that is to join "it". The names are this installation's own, so nobody else makes them.
    /// </remarks>
    public Task EnsureNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken stop) =>
        EngineErrors.TranslateAsync(async () =>
        {
            await _networks.WaitAsync(stop);
            try
            {
                await docker.Networks.CreateAsync(new NetworkSpec { Name = name, Labels = labels }, stop);
            }
            catch (DockerException exception) when (exception.IsConflict)
            {
                return false;
            }
            finally
            {
                _networks.Release();
            }

            return true;
        });

    public Task RemoveNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken stop) =>
        UnlessGoneAsync(async () =>
        {
            var network = await docker.Networks.InspectAsync(name, stop);
            if (network.Name != name || labels.Any(label => network.Labels.GetValueOrDefault(label.Key) != label.Value))
                return;
            try
            {
                await docker.Networks.RemoveAsync(network.Id, stop);
            }
            // Somebody is on it.
            catch (DockerException exception) when (exception.Status == HttpStatusCode.Forbidden) { }
        });

    async Task<ContainerFacts?> InspectAsync(string container, CancellationToken stop)
    {
        try
        {
            return ContainerTranslation.ToFacts(await docker.Containers.InspectAsync(container, stop));
        }
        catch (DockerException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    static Task UnlessGoneAsync(Func<Task> act) =>
        EngineErrors.TranslateAsync(async () =>
        {
            try
            {
                await act();
            }
            catch (DockerException exception) when (exception.IsNotFound)
            {
                return false;
            }

            return true;
        });

    static RegistryAuth? ToAuth(RegistryCredentials? credentials) =>
        credentials is null ? null : new(credentials.Username, credentials.Password.Reveal(), credentials.Server);

    static ImageFacts ToFacts(ImageDetails image) =>
        new(
            image.Id,
            image.RepoDigests,
            image.Config.Entrypoint ?? [],
            image.Config.Cmd ?? [],
            image.Config.Healthcheck?.Test is [not "NONE", ..]
        );
}
