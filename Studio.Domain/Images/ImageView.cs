using Studio.Domain.Engine;
using Studio.Domain.Projects;

namespace Studio.Domain.Images;

/// <summary>An image with what uses it.</summary>
/// <param name="PulledByStudio">
/// Every name that it goes by here is one by which a project has pulled it. Anything else somebody keeps on this engine for reasons of
/// their own.
/// </param>
/// <param name="Users">By kind, then by name.</param>
public sealed record ImageView(StoredImage Image, bool PulledByStudio, IReadOnlyList<ImageUser> Users)
{
    /// <summary>Something would miss it: it cannot be deleted.</summary>
    public bool InUse => Users.Any(user => user.Kind != ImageUse.Rollback);

    /// <summary>Nothing would miss it now, but the way back of a service would have to pull it again.</summary>
    public bool IsKeptForRollback => !InUse && Users.Count > 0;

    /// <summary>What people know it by: a tag, else a digest, else its id.</summary>
    public string Name => Image.Tags.Concat(Image.Digests).FirstOrDefault() ?? Image.Id;
}

/// <summary>What an image is used for.</summary>
public enum ImageUse
{
    /// <summary>The newest definition of a service, or what it runs, or is about to.</summary>
    Service,

    /// <summary>A container that is no service's.</summary>
    Container,

    /// <summary>Another image was built on it.</summary>
    Image,

    /// <summary>A service ran it before it ran what it runs now.</summary>
    Rollback,
}

/// <summary>One user of an image.</summary>
/// <param name="Id">Of the service, the container or the image.</param>
/// <param name="Project">Of the service.</param>
public sealed record ImageUser(ImageUse Kind, string Id, string Name, ProjectId? Project = null)
{
    /// <summary>For people: <c>service web</c>, <c>kept for the rollback of web</c>.</summary>
    public override string ToString() =>
        Kind == ImageUse.Rollback ? $"kept for the rollback of {Name}" : $"{$"{Kind}".ToLowerInvariant()} {Name}";
}
