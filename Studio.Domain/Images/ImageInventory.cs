using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Storage;

namespace Studio.Domain.Images;

/// <summary>Puts together what the engine holds, and what is stored of who wants it. Not a use case: who asks has authorized.</summary>
/// <remarks>
/// That a project has pulled a digest stays stored when the image goes. It is true for good, and gives a right only while the engine
/// has the image: if another project brings it back, this one may use it, as it could have if nobody had deleted it; it has had those
/// bytes with credentials that were accepted. Forgetting would take that right from a project for what an administrator tidied up.
/// The price: an image that somebody pulls by hand later, under a name by which Studio has pulled just that digest before, counts as
/// Studio's. Who wants to keep it gives it a tag of their own.
/// </remarks>
public sealed class ImageInventory(IDbContextFactory<StudioDbContext> databases, IContainerEngine engine)
{
    /// <param name="measured">With the bytes that images share.</param>
    /// <returns>In no order.</returns>
    /// <exception cref="EngineException">The engine cannot be asked: nothing is known.</exception>
    internal async Task<List<ImageView>> ReadAsync(bool measured, CancellationToken stop)
    {
        // The engine first: what is stored afterwards is at least as new, so that no use is missed.
        var images = await engine.ListImagesAsync(measured, stop);
        await using var database = await databases.CreateDbContextAsync(stop);
        var uses = (await ServiceImages.ReadAsync(database, stop)).ToLookup(use => use.Name, use => use.User);
        var pulled = await database
            .Set<PulledImage>()
            .Select(row => row.Name + "@" + row.Digest)
            .Distinct()
            .ToHashSetAsync(stop);
        var names = images.ToDictionary(image => image.Id, image => image.Tags.FirstOrDefault() ?? image.Id);
        return [.. images.Select(image => View(image, uses, pulled, names))];
    }

    static ImageView View(
        StoredImage image,
        ILookup<string, ImageUser> uses,
        HashSet<string> pulled,
        Dictionary<string, string> names
    )
    {
        var tags = Parse(image.Tags);
        var digests = Parse(image.Digests);
        var repositories = tags.Concat(digests).Select(reference => reference.Name).ToHashSet();
        var services = tags.Concat(digests)
            .Select(reference => $"{reference}")
            .Concat(digests.Select(reference => reference.Digest!))
            .Concat(repositories)
            .Append(image.Id)
            .SelectMany(name => uses[name])
            .Distinct()
            .ToList();
        var running = services.Where(user => user.Kind == ImageUse.Service).Select(user => user.Id).ToHashSet();
        services.RemoveAll(user => user.Kind == ImageUse.Rollback && running.Contains(user.Id));
        var containers =
            from container in image.Containers
            where !running.Contains(container.Labels.GetValueOrDefault(ContainerLabels.Service) ?? "")
            select new ImageUser(ImageUse.Container, container.Id, container.Name);
        var children = image.Children.Select(id => new ImageUser(ImageUse.Image, id, names.GetValueOrDefault(id, id)));
        var known = digests.Where(reference => pulled.Contains($"{reference}")).Select(reference => reference.Name);
        return new ImageView(
            image,
            repositories.Count > 0 && repositories.SetEquals(known),
            [
                .. services
                    .Concat(containers)
                    .Concat(children)
                    .OrderBy(user => user.Kind)
                    .ThenBy(user => user.Name, StringComparer.Ordinal),
            ]
        );
    }

    static List<ImageReference> Parse(IReadOnlyList<string> names)
    {
        List<ImageReference> parsed = [];
        foreach (var name in names)
        {
            if (ImageReference.TryParse(name, out var reference, out _))
                parsed.Add(reference);
        }

        return parsed;
    }
}
