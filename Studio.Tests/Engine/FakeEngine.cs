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
    readonly Channel<ContainerEnded> _ended = Channel.CreateUnbounded<ContainerEnded>();
    int _ids;

    /// <summary>Thrown by every call while set.</summary>
    public Exception? Down { get; set; }

    /// <summary>What the registry has: by <c>host/path:tag</c>.</summary>
    public ConcurrentDictionary<string, FakeImage> Registry { get; } = new();

    /// <summary>Runs when a container starts: sets its state.</summary>
    public Action<FakeContainer> OnStart { get; set; } = _ => { };

    /// <summary>Runs before an image is looked for.</summary>
    public Func<Task>? OnFindImage { get; set; }

    /// <summary>Runs before the usage of a container, given by its id, is read.</summary>
    public Func<string, CancellationToken, Task>? OnReadUsage { get; set; }

    /// <summary>Every call that changes something, in order, such as <c>start studio-web-…</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public IEnumerable<FakeContainer> Containers => _containers.Values;

    public static EngineException Unavailable => new(EngineFailure.Unavailable, "The engine is not reachable.");

    public void Has(string image, params string[] digests) => _present[image] = Facts(image, digests);

    public Task<EngineFacts> GetFactsAsync(CancellationToken stop) =>
        Ask(() => new EngineFacts("fake", "1.0", "1.41", "linux", "x86_64"));

    public async Task<ImageFacts?> FindImageAsync(string image, CancellationToken stop)
    {
        if (OnFindImage is { } hook)
            await hook();
        return await Ask(() => _present.GetValueOrDefault(image));
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
        if (image.Tag is not null)
            _present[$"{image.Name}:{image.Tag}"] = facts;
    }

    public Task<string> CreateAsync(ContainerSpec spec, CancellationToken stop) =>
        Ask(() =>
        {
            var container = new FakeContainer($"container-{Interlocked.Increment(ref _ids)}", spec);
            if (_containers.Values.Any(other => other.Spec.Name == spec.Name))
                throw new EngineException(EngineFailure.Conflict, "The name is taken.");
            Calls.Enqueue($"create {spec.Name}");
            _containers[container.Id] = container;
            return container.Id;
        });

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
        Change(container, "remove", found => _containers.TryRemove(found.Id, out _));

    public Task SetRestartAsync(string container, bool always, CancellationToken stop) =>
        Change(container, always ? "restart-always" : "restart-no", found => found.RestartsAlways = always);

    public Task<ContainerFacts?> FindContainerAsync(string container, CancellationToken stop) =>
        Ask(() => _containers.TryGetValue(container, out var found) ? found.ToFacts() : null);

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
        _ended.Writer.TryWrite(new ContainerEnded(container.Id, TimeProvider.System.GetUtcNow()));
    }

    public IAsyncEnumerable<ContainerEnded> WatchEndsAsync(
        IReadOnlyDictionary<string, string> labels,
        CancellationToken stop
    )
    {
        Throw();
        return _ended.Reader.ReadAllAsync(stop);
    }

    public Task<IReadOnlyList<string>> ReadLastLinesAsync(string container, int count, CancellationToken stop) =>
        Ask<IReadOnlyList<string>>(() =>
            _containers.TryGetValue(container, out var found)
                ? [.. found.Lines.TakeLast(count)]
                : throw new EngineException(EngineFailure.BadContainer, "There is no such container.")
        );

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
        Ask(() => name);

    FakeImage Find(ImageReference image, RegistryCredentials? credentials)
    {
        var found =
            Registry.GetValueOrDefault($"{image.Name}:{image.Tag}")
            ?? throw new EngineException(EngineFailure.ImageMissing, $"The registry does not have {image}.");
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

sealed class FakeContainer(string id, ContainerSpec spec)
{
    public string Id => id;

    public ContainerSpec Spec => spec;

    public ContainerStatus Status { get; set; } = ContainerStatus.Created;

    public DateTimeOffset? StartedAt { get; set; }

    public int? ExitCode { get; set; }

    public string? Health { get; set; }

    public string? HealthOutput { get; set; }

    public bool RestartsAlways { get; set; }

    public List<string> Lines { get; } = [];

    /// <summary>What it says that it has used, while it runs.</summary>
    public Func<ContainerUsage>? Usage { get; set; }

    public ContainerFacts ToFacts() =>
        new(
            id,
            spec.Name,
            Status,
            ExitCode,
            false,
            0,
            StartedAt,
            null,
            RestartsAlways,
            Health,
            HealthOutput,
            "127.0.0.1",
            spec.Labels
        );
}
