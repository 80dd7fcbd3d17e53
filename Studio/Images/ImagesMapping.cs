using Studio.Client.Images;
using Studio.Common;
using Studio.Domain.Images;

namespace Studio.Images;

/// <summary>Images in the words of the wire.</summary>
static class ImagesMapping
{
    public static ImageResponse ToResponse(this ImageView view) =>
        new(
            view.Image.Id,
            view.Image.Tags,
            view.Image.Digests,
            view.Image.Size,
            view.Image.Labels,
            Manifest: null,
            view.Image.CreatedAt,
            view.InUse,
            [
                .. view.Users.Select(user => new ImageUserResponse(
                    WireWords.Word(user.Kind),
                    user.Id,
                    user.Name,
                    user.Project?.ToString()
                )),
            ],
            view.PulledByStudio
        );

    public static PruneImagesResponse ToResponse(this Pruned pruned, bool dryRun) =>
        new(
            dryRun,
            [.. pruned.Images.Select(ToResponse)],
            pruned.Bytes,
            [.. pruned.Kept.Select(one => new KeptImageResponse(one.Image.Image.Id, one.Why))]
        );
}
