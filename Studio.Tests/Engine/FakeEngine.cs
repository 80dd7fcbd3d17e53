using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Studio.Domain.Engine;

namespace Studio.Tests.Engine;

/// <summary>An engine in memory, with a registry of its own. Records what it is asked, and can be told to fail.</summary>
sealed class FakeEngine : IContainerEngine
{
    readonly ConcurrentDictionary<string, FakeContainer> _containers = new();
    readonly ConcurrentDictionary<string, ImageFacts> _present = new();
    readonly ConcurrentDictionary<Channel<ContainerEvent>, bool> _watchers = new();
    int _ids;

    /// <summary>Thrown by every call while set.</summary>
    public Exception? Down { get; set; }

    /// <summary>What the registry has: by <c>host/path:tag</c>.</summary>
    public ConcurrentDictionary<string, FakeImage> Registry { get; } = new();

    /// <summary>What the registry still has by digest, tag or not: by <c>host/path@sha256:…</c>.</summary>
    public ConcurrentDictionary<string, FakeImage> Manifests { get; } = new();

    /// <summary>Runs when a container starts: sets its state.</summary>
    public Action<FakeContainer> OnStart { get; set; } = _ => { };

    /// <summary>Runs before a container exists.</summary>
    public Func<ContainerSpec, Task>? OnCreate { get; set; }

    /// <summary>Runs before a container is removed: can refuse.</summary>
    public Action<FakeContainer> OnRemove { get; set; } = _ => { };

    /// <summary>Runs before a container is looked for.</summary>
    public Func<Task>? OnFindContainer { get; set; }

    /// <summary>Runs before an image is looked for.</summary>
    public Func<Task>? OnFindImage { get; set; }

    /// <summary>Runs before what a container has printed is read.</summary>
    public Func<CancellationToken, Task>? OnReadOutput { get; set; }

    /// <summary>Runs before the usage of a container, given by its id, is read.</summary>
    public Func<string, CancellationToken, Task>? OnReadUsage { get; set; }

    /// <summary>Every call that changes something, in order, such as <c>start studio-web-…</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>How many follow what happens.</summary>
    public int Watchers => _watchers.Count;

    /// <summary>Labels by name.</summary>
    public ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Networks { get; } = new();

    public IEnumerable<FakeContainer> Containers => _containers.Values;

    /// <summary>The old one is removed only after the new one is live.</summary>
    public async Task WaitUntilGoneAsync(FakeContainer container, CancellationToken stop)
    {
        while (_containers.ContainsKey(container.Id))
            await Task.Delay(5, stop);
    }

    public static EngineException Unavailable => new(EngineFailure.Unavailable, "The engine is not reachable.");

    public void Has(string image, params string[] digests) => _present[image] = Facts(image, digests);

    /// <summary>The engine has no image any more.</summary>
    public void ForgetImages() => _present.Clear();

    public Task<EngineFacts> GetFactsAsync(CancellationToken stop) =>
        Ask(() => new EngineFacts("fake", "1.0", "1.41", "linux", "x86_64"));

    public async Task<ImageFacts?> FindImageAsync(string image, CancellationToken stop)
    {
        if (OnFindImage is { } hook)
            await hook();
        return await Ask(() =>
            _present.GetValueOrDefault(image) ?? _present.Values.FirstOrDefault(known => known.Id == image)
        );
    }

    public Task<string> ResolveDigestAsync(
        ImageReference image,
        RegistryCredentials? credentials,
        CancellationToken stop
    ) => Ask(() => Find(image, credentials).Digest);

    public async IAsyncEnumerable<PullProgress> PullAsync(
        ImageReference image,
        RegistryCredentials? credentials,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        Throw();
        if (PullFailure is { } failure)
            throw failure;
        var found = Find(image, credentials);
        Calls.Enqueue($"pull {image}");
        yield return new PullProgress("0123456789ab", "Downloading", 50, 100);
        await Task.Yield();
        yield return new PullProgress("0123456789ab", "Pull complete", null, null);
        var facts = Facts(found.Digest, [$"{image.Name}@{found.Digest}"]) with
        {
            HasHealthCheck = found.HasHealthCheck,
        };
        _present[$"{image.Name}@{found.Digest}"] = facts;
        // As the engine does: what is pulled by digest is given no tag.
        if (image.Digest is null)
            _present[$"{image.Name}:{image.Tag}"] = facts;
    }

    /// <summary>Runs before an image is removed.</summary>
    public Func<Task>? OnRemoveImage { get; set; }

    /// <summary>Thrown by every pull while set.</summary>
    public EngineException? PullFailure { get; set; }

    /// <summary>Bytes of an image by its id, where a test minds; else 100. Ten of them are shared.</summary>
    public ConcurrentDictionary<string, long> Sizes { get; } = new();

    /// <summary>The ids of images that were built on one, by its id.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Children { get; } = new();

    public Task<IReadOnlyList<StoredImage>> ListImagesAsync(bool measured, CancellationToken stop) =>
        Ask<IReadOnlyList<StoredImage>>(() =>
            [
                .. from present in _present
                group present by present.Value.Id into image
                select new StoredImage(
                    image.Key,
                    [.. image.Select(one => one.Key).Where(name => !name.Contains('@', StringComparison.Ordinal))],
                    image.First().Value.Digests,
                    Sizes.GetValueOrDefault(image.Key, 100),
                    measured ? 10 : null,
                    new Dictionary<string, string> { ["made-by"] = "a test" },
                    DateTimeOffset.UnixEpoch.AddDays(20_000),
                    [.. UsersOf(image.Key).Select(one => new ImageContainer(one.Id, one.Spec.Name, one.Spec.Labels))],
                    Children.GetValueOrDefault(image.Key, [])
                ),
            ]
        );

    public async Task RemoveImageAsync(string image, CancellationToken stop)
    {
        if (OnRemoveImage is { } hook)
            await hook();
        await Ask(() =>
        {
            if (UsersOf(image).Any())
                throw new EngineException(EngineFailure.Conflict, "A container is using it.");
            Calls.Enqueue($"remove-image {image}");
            foreach (var (name, facts) in _present)
            {
                if (facts.Id == image)
                    _present.TryRemove(name, out _);
            }

            return true;
        });
    }

    public Task TagImageAsync(string image, ImageReference tag, CancellationToken stop) =>
        Ask(() => _present[$"{tag}"] = _present.Values.First(facts => facts.Id == image));

    IEnumerable<FakeContainer> UsersOf(string image) =>
        _containers.Values.Where(one => _present.GetValueOrDefault(one.Spec.Image)?.Id == image);

    public async Task<string> CreateAsync(ContainerSpec spec, CancellationToken stop)
    {
        if (OnCreate is { } hook)
            await hook(spec);
        return await Ask(() =>
        {
            var container = new FakeContainer($"container-{Interlocked.Increment(ref _ids)}", spec);
            if (_containers.Values.Any(other => other.Spec.Name == spec.Name))
                throw new EngineException(EngineFailure.Conflict, "The name is taken.");
            Calls.Enqueue($"create {spec.Name}");
            _containers[container.Id] = container;
            return container.Id;
        });
    }

    public Task StartAsync(string container, CancellationToken stop) =>
        Change(
            container,
            "start",
            found =>
            {
                found.Status = ContainerStatus.Running;
                found.StartedAt = TimeProvider.System.GetUtcNow();
                OnStart(found);
            }
        );

    public Task StopAsync(string container, TimeSpan grace, CancellationToken stop) =>
        Change(container, "stop", found => found.Status = ContainerStatus.Exited);

    public Task RemoveAsync(string container, CancellationToken stop) =>
        Change(
            container,
            "remove",
            found =>
            {
                OnRemove(found);
                _containers.TryRemove(found.Id, out _);
            }
        );

    public Task SetRestartAsync(string container, bool always, CancellationToken stop) =>
        Change(container, always ? "restart-always" : "restart-no", found => found.RestartsAlways = always);

    public async Task<ContainerFacts?> FindContainerAsync(string container, CancellationToken stop)
    {
        if (OnFindContainer is { } hook)
            await hook();
        return await Ask(() => _containers.TryGetValue(container, out var found) ? found.ToFacts() : null);
    }

    public Task<IReadOnlyList<ContainerFacts>> ListContainersAsync(
        IReadOnlyDictionary<string, string> labels,
        CancellationToken stop
    ) =>
        Ask<IReadOnlyList<ContainerFacts>>(() =>
            [
                .. _containers
                    .Values.Where(one =>
                        labels.All(label => one.Spec.Labels.GetValueOrDefault(label.Key) == label.Value)
                    )
                    .Select(one => one.ToFacts()),
            ]
        );

    /// <summary>Ends as a real one does when it is killed from outside.</summary>
    public void Kill(FakeContainer container, int exitCode = 137)
    {
        (container.Status, container.ExitCode) = (ContainerStatus.Exited, exitCode);
        container.FinishedAt = TimeProvider.System.GetUtcNow();
        Tell(container, ContainerEventKind.Ended, exitCode);
    }

    /// <summary>Is removed from outside.</summary>
    public void Lose(FakeContainer container)
    {
        _containers.TryRemove(container.Id, out _);
        Tell(container, ContainerEventKind.Removed);
    }

    /// <summary>Tells whoever watches.</summary>
    public void Tell(FakeContainer container, ContainerEventKind kind, int? exitCode = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var watcher in _watchers.Keys)
            watcher.Writer.TryWrite(new ContainerEvent(container.Id, kind, now, exitCode, container.Spec.Labels));
    }

    public IAsyncEnumerable<ContainerEvent> WatchAsync(
        IReadOnlyDictionary<string, string> labels,
        DateTimeOffset? since,
        CancellationToken stop
    )
    {
        Throw();
        var watcher = Channel.CreateUnbounded<ContainerEvent>();
        _watchers[watcher] = true;
        return watcher.Reader.ReadAllAsync(stop);
    }

    public async IAsyncEnumerable<OutputBatch> ReadOutputAsync(
        string container,
        OutputRange range,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        if (OnReadOutput is { } hook)
            await hook(stop);
        var found = await Ask(() =>
            _containers.TryGetValue(container, out var found)
                ? found
                : throw new EngineException(EngineFailure.BadContainer, "There is no such container.")
        );
        var (read, follower) = (0, found.Followers);
        var printed = found.Printed();
        if (range.Tail is { } tail)
            read = Math.Max(0, printed.Count - tail);
        while (true)
        {
            OutputBatch batch = new();
            var wanted = printed.Skip(read).Where(line => !(line.At < range.Since) && !(line.At > range.Until));
            foreach (var (at, isError, line) in wanted)
            {
                var text = Encoding.UTF8.GetBytes(line);
                text.CopyTo(batch.Reserve(text.Length));
                batch.Add(at, isError, text.Length);
                if (batch.Length > 256 * 1024)
                {
                    yield return batch;
                    batch.Clear();
                }
            }

            read = printed.Count;
            if (batch.Records.Count > 0)
                yield return batch;
            if (!range.Follow || found.Status == ContainerStatus.Exited)
                yield break;
            var isThere = await found.PrintedMoreAsync(read, follower, stop);
            Throw();
            if (!isThere)
                yield break;
            printed = found.Printed();
        }
    }

    /// <summary>What a command does that is run in a container.</summary>
    public Func<FakeContainer, CommandSpec, FakeCommand>? OnRun { get; set; }

    public Task<IRunningCommand> RunAsync(string container, CommandSpec command, CancellationToken stop) =>
        Ask<IRunningCommand>(() => OnRun!(_containers[container], command));

    public Task<IOutputHistory?> OpenHistoryAsync(string container, CancellationToken stop) =>
        Ask<IOutputHistory?>(() => null);

    public async Task<ContainerUsage?> ReadUsageAsync(string container, CancellationToken stop)
    {
        if (OnReadUsage is { } hook)
            await hook(container, stop);
        return await Ask(() =>
            _containers.TryGetValue(container, out var found) && found.Status == ContainerStatus.Running
                ? found.Usage?.Invoke()
                : null
        );
    }

    public Task<HostFacts> GetHostAsync(CancellationToken stop) => Ask(() => new HostFacts(4, 8L << 30));

    public Task EnsureNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken stop) =>
        Ask(() => Networks[name] = labels);

    public Task RemoveNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken stop) =>
        Ask(() => Networks.TryRemove(name, out _));

    FakeImage Find(ImageReference image, RegistryCredentials? credentials)
    {
        var named = image.Digest is { } digest
            ? Manifests.GetValueOrDefault($"{image.Name}@{digest}")
                ?? Registry
                    .Where(pair => pair.Key.StartsWith($"{image.Name}:", StringComparison.Ordinal))
                    .Select(pair => pair.Value)
                    .FirstOrDefault(one => one.Digest == digest)
            : Registry.GetValueOrDefault($"{image.Name}:{image.Tag}");
        var found =
            named ?? throw new EngineException(EngineFailure.ImageMissing, $"The registry does not have {image}.");
        if (found.Password is not null && credentials?.Password.Reveal() != found.Password)
            throw new EngineException(EngineFailure.PullDenied, "The registry refused the user name or the password.");
        return found;
    }

    static ImageFacts Facts(string image, IReadOnlyList<string> digests) =>
        new(
            $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image)))}",
            digests,
            [],
            ["serve"],
            false
        );

    void Throw()
    {
        if (Down is { } down)
            throw down;
    }

    Task<T> Ask<T>(Func<T> answer)
    {
        try
        {
            Throw();
            return Task.FromResult(answer());
        }
        catch (EngineException exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    Task Change(string container, string verb, Action<FakeContainer> change) =>
        Ask(() =>
        {
            if (!_containers.TryGetValue(container, out var found))
                return false;
            Calls.Enqueue($"{verb} {found.Spec.Name}");
            change(found);
            return true;
        });
}

/// <param name="Password">What it takes to pull it; null: nothing.</param>
sealed record FakeImage(string Digest, string? Password = null, bool HasHealthCheck = false)
{
    /// <summary>A digest that is made of a text.</summary>
    public static string DigestOf(string text) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
