using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Studio.Domain.Projects;

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
