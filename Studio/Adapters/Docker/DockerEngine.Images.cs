using Studio.Docker;
using Studio.Docker.Containers;
using Studio.Docker.Images;
using Studio.Domain.Engine;
using ImageReference = Studio.Domain.Engine.ImageReference;

namespace Studio.Adapters.Docker;

/// <summary>The images that this host holds.</summary>
sealed partial class DockerEngine
{
    public Task<IReadOnlyList<StoredImage>> ListImagesAsync(bool measured, CancellationToken stop) =>
        EngineErrors.TranslateAsync<IReadOnlyList<StoredImage>>(async () =>
        {
            var images = await docker.Images.ListAsync(new() { All = true, SharedSize = measured }, stop);
            var containers = await docker.Containers.ListAsync(new ContainerListOptions { All = true }, stop);
            var users = containers.ToLookup(container => container.ImageID, ToUser);
            var children = images.ToLookup(image => image.ParentId, image => image.Id);
            return
            [
                .. from image in images
                where Names(image).Count > 0 || !children[image.Id].Any()
                select ToStored(image, [.. users[image.Id]], [.. children[image.Id]]),
            ];
        });

    /// <remarks>
    /// Never by force, which would take the image from under a container that is stopped. By its id alone the engine refuses an image
    /// that goes by names of several repositories: those are taken off one by one, until it takes the image with the rest.
    /// </remarks>
    public Task RemoveImageAsync(string image, CancellationToken stop) =>
        UnlessGoneAsync(async () =>
        {
            while (true)
            {
                try
                {
                    await docker.Images.RemoveAsync(image, force: false, stop);
                    return;
                }
                catch (DockerException exception) when (HasSeveralNames(exception))
                {
                    var names = await docker.Images.InspectAsync(image, stop);
                    if (names.RepoTags.Concat(names.RepoDigests).FirstOrDefault() is not { } name)
                        throw;
                    await docker.Images.RemoveAsync(name, force: false, stop);
                }
            }
        });

    public Task TagImageAsync(string image, ImageReference tag, CancellationToken stop) =>
        EngineErrors.TranslateAsync(() => docker.Images.TagAsync(image, $"{tag}", stop));

    // "image is referenced in multiple repositories": told apart from other conflicts by its text only.
    static bool HasSeveralNames(DockerException exception) =>
        exception.IsConflict && exception.Message.Contains("is referenced in", StringComparison.Ordinal);

    static List<string> Names(ImageSummary image) =>
        [.. image.RepoTags.Concat(image.RepoDigests).Where(name => !IsNone(name))];

    static bool IsNone(string name) => name.StartsWith("<none>", StringComparison.Ordinal);

    static ImageContainer ToUser(ContainerSummary container) =>
        new(container.Id, container.Names.FirstOrDefault()?.TrimStart('/') ?? container.Id, container.Labels);

    static StoredImage ToStored(
        ImageSummary image,
        IReadOnlyList<ImageContainer> containers,
        IReadOnlyList<string> children
    ) =>
        new(
            image.Id,
            [.. image.RepoTags.Where(name => !IsNone(name))],
            [.. image.RepoDigests.Where(name => !IsNone(name))],
            image.Size,
            image.SharedSize < 0 ? null : image.SharedSize,
            image.Labels,
            // What has no date has that of year 1, or of 1970.
            image.CreatedAt > DateTimeOffset.UnixEpoch
                ? image.CreatedAt
                : null,
            containers,
            children
        );
}
