using System.Runtime.CompilerServices;
using Studio.Docker.Transport;

namespace Studio.Docker.Images;

/// <summary>
/// Images that the engine holds. A reference is <c>host:port/name:tag</c>, <c>…@sha256:…</c> or an image id.
/// See <see href="https://docs.docker.com/reference/api/engine/#tag/Image">Image</see>.
/// </summary>
public sealed class ImageOperations
{
    readonly EngineConnection _connection;

    internal ImageOperations(EngineConnection connection) => _connection = connection;

    /// <summary>
    /// Fetches an image, even one that is present: the registry is asked with these credentials, layers that are here are not sent again.
    /// Done when the stream ends; cancelling stops the pull.
    /// See <see href="https://docs.docker.com/reference/api/engine/#tag/Image/operation/ImageCreate">POST /images/create</see>.
    /// </summary>
    /// <exception cref="DockerException">
    /// 404: no such image or tag, or no right to it. 500: wrong credentials (<c>unauthorized</c>), none (<c>no basic auth credentials</c>),
    /// or no registry. Without a status: it failed on the way.
    /// </exception>
    public IAsyncEnumerable<ImageProgress> PullAsync(
        string reference,
        RegistryAuth? auth = null,
        CancellationToken stop = default
    )
    {
        var (name, tag) = ImageReference.Split(reference);
        var query = Query.With("fromImage", name).And("tag", tag);
        return ProgressAsync(new(HttpMethod.Post, "/images/create", query) { Auth = auth }, stop);
    }

    /// <summary>
    /// Sends a tagged image to the registry that its reference names; the last step bears the digest.
    /// See <see href="https://docs.docker.com/reference/api/engine/#tag/Image/operation/ImagePush">POST /images/{name}/push</see>.
    /// </summary>
    /// <exception cref="DockerException">Without a status: the registry refused, which comes inside the stream.</exception>
    public IAsyncEnumerable<ImageProgress> PushAsync(
        string reference,
        RegistryAuth? auth = null,
        CancellationToken stop = default
    )
    {
        var (name, tag) = ImageReference.Split(reference);
        // The engine insists on the header even for an anonymous push.
        return ProgressAsync(
            new(HttpMethod.Post, $"{PathOf(name)}/push", Query.With("tag", tag)) { Auth = auth ?? new("", "") },
            stop
        );
    }

    /// <summary>
    /// Makes an image of one layer from a tar archive of its files, and returns its id.
    /// See <see href="https://docs.docker.com/reference/api/engine/#tag/Image/operation/ImageCreate">POST /images/create</see>.
    /// </summary>
    /// <param name="reference">Its tag, or null for none.</param>
    /// <param name="changes">Dockerfile instructions such as <c>CMD ["httpd", "-f"]</c>, <c>USER 1000</c>.</param>
    public async Task<string> ImportAsync(
        Stream tar,
        string? reference = null,
        IReadOnlyCollection<string>? changes = null,
        CancellationToken stop = default
    )
    {
        var query = Query.With("fromSrc", "-");
        if (reference is not null)
        {
            var (name, tag) = ImageReference.Split(reference);
            query = query.And("repo", name).And("tag", tag);
        }
        foreach (var change in changes ?? [])
            query = query.And("changes", change);

        var id = "";
        await foreach (var step in ProgressAsync(EngineRequest.Post("/images/create", query).WithTar(tar), stop))
            id = step.Status;
        return id.StartsWith("sha256:", StringComparison.Ordinal) ? id : throw EngineConnection.NotTheApi();
    }

    /// <summary>An image's id, digests, size and configuration.</summary>
    /// <exception cref="DockerException">404: the engine does not hold it.</exception>
    public Task<ImageDetails> InspectAsync(string reference, CancellationToken stop = default) =>
        _connection.ReadAsync(EngineRequest.Get($"{PathOf(reference)}/json"), DockerJson.Default.ImageDetails, stop);

    /// <summary>Images that the engine holds, in no order.</summary>
    /// <param name="options">Null: all but those without a name that others were built on.</param>
    public async Task<IReadOnlyList<ImageSummary>> ListAsync(
        ImageListOptions? options = null,
        CancellationToken stop = default
    )
    {
        options ??= new();
        var query = Query
            .With("all", options.All)
            .And("shared-size", options.SharedSize)
            .AndFilters(("label", options.Labels));
        return await _connection.ReadAsync(
            EngineRequest.Get("/images/json", query),
            DockerJson.Default.ImageSummaryArray,
            stop
        );
    }

    /// <summary>Gives an image one more name.</summary>
    public Task TagAsync(string reference, string newReference, CancellationToken stop = default)
    {
        var (name, tag) = ImageReference.Split(newReference);
        return _connection.SendAsync(
            EngineRequest.Post($"{PathOf(reference)}/tag", Query.With("repo", name).And("tag", tag)),
            stop
        );
    }

    /// <summary>
    /// Takes a name off an image, and the image away with its last name. By id: the image with all its names, if they are of one
    /// repository and one tag at most is among them.
    /// </summary>
    /// <param name="force">
    /// By id: whatever the names are. Also where a container uses it, unless that one runs: then the container is left without its image.
    /// </param>
    /// <returns>What went, in order.</returns>
    /// <exception cref="DockerException">
    /// 404: there is none. 409: a container uses it, others were built on it, or it has more names than an id stands for.
    /// </exception>
    public async Task<IReadOnlyList<ImageRemoval>> RemoveAsync(
        string reference,
        bool force = false,
        CancellationToken stop = default
    ) =>
        await _connection.ReadAsync(
            EngineRequest.Delete(PathOf(reference), Query.With("force", force)),
            DockerJson.Default.ImageRemovalArray,
            stop
        );

    async IAsyncEnumerable<ImageProgress> ProgressAsync(
        EngineRequest request,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        await foreach (var step in _connection.StreamAsync(request, DockerJson.Default.ImageProgressWire, stop))
        {
            if ((step.ErrorDetail?.Message ?? step.Error) is { } error)
                throw new DockerException(null, request.Auth?.Scrub(error) ?? error);
            yield return step.ToProgress();
        }
    }

    static string PathOf(string reference) => $"/images/{EngineRequest.Part(reference)}";
}
