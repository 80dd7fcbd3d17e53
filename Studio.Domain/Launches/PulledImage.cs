using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Studio.Domain.Engine;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// A project has pulled this digest itself, with credentials that were accepted. Without this a project could run what only
/// another one's credentials can fetch.
/// </summary>
public sealed class PulledImage
{
    PulledImage() { }

    public PulledImage(ProjectId project, string name, string digest, DateTimeOffset at)
    {
        Project = project;
        Name = name;
        Digest = digest;
        At = at;
    }

    public ProjectId Project { get; private set; }

    /// <summary>Registry and repository.</summary>
    public string Name { get; private set; } = "";

    public string Digest { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}

static class PulledImages
{
    /// <summary>
    /// The image as the engine has it, or null. One that is in no registry has no digest but its id: by that it is found as well.
    /// </summary>
    public static async Task<ImageFacts?> FindPresentAsync(
        this IContainerEngine engine,
        ImageReference reference,
        CancellationToken stop
    )
    {
        if (await engine.FindImageAsync($"{reference}", stop) is { } present)
            return present;
        return reference.Digest is { } id && await engine.FindImageAsync(id, stop) is { Digests.Count: 0 } unnamed
            ? unnamed
            : null;
    }

    /// <summary>
    /// Whether a project may use a present image without asking its registry: it has pulled it itself, or the image was made on this
    /// host and is in no registry.
    /// </summary>
    public static async Task<bool> MayUseAsync(
        this StudioDbContext database,
        ProjectId project,
        ImageReference reference,
        ImageFacts image,
        CancellationToken stop
    ) =>
        image.Digests.Count == 0
        || LaunchPlanner.DigestOf(image, reference) is { } digest
            && await database
                .Set<PulledImage>()
                .AnyAsync(row => row.Project == project && row.Name == reference.Name && row.Digest == digest, stop);
}

sealed class PulledImageConfiguration : IEntityTypeConfiguration<PulledImage>
{
    public void Configure(EntityTypeBuilder<PulledImage> image)
    {
        image.ToTable("PulledImages");
        image.HasKey(row => new
        {
            row.Project,
            row.Name,
            row.Digest,
        });
    }
}
