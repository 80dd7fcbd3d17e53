using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;

namespace Studio.Domain.Images;

/// <summary>Lists the images that the engine holds, whoever brought them, with what uses each.</summary>
public sealed class ListImages(AuditTrail audit, ImageInventory inventory)
{
    /// <summary>What the list can be sorted by.</summary>
    public static readonly string[] Sortable = ["name", "size", "createdAt"];

    /// <param name="page">Search is in names, ids and the names of users; by name unless sorted otherwise.</param>
    /// <returns>One page; or <see cref="Denied"/>, <see cref="Invalid"/> or <see cref="EngineUnavailable"/>.</returns>
    public async Task<Result<Page<ImageView>>> RunAsync(Actor actor, PageRequest page, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.View, null, "image.list", stop) is { } denied)
            return denied;
        if (page.Check(Sortable) is { } invalid)
            return invalid;
        try
        {
            var images = await inventory.ReadAsync(measured: false, stop);
            if (page.Search?.Trim() is { Length: > 0 } part)
                images.RemoveAll(image => !Matches(image, part));
            var sorted = Sort(images, page.Sort).Skip(page.Skip).Take(page.Size);
            return new Page<ImageView>([.. sorted], page.Number, page.Size, images.Count);
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }
    }

    static bool Matches(ImageView view, string part) =>
        view
            .Image.Tags.Concat(view.Image.Digests)
            .Append(view.Image.Id)
            .Concat(view.Users.Select(user => user.Name))
            .Any(text => text.Contains(part, StringComparison.OrdinalIgnoreCase));

    static IEnumerable<ImageView> Sort(List<ImageView> images, string? by)
    {
        var named = images.OrderBy(view => view.Name, StringComparer.Ordinal);
        return by switch
        {
            "-name" => named.Reverse(),
            "size" => named.OrderBy(view => view.Image.Size),
            "-size" => named.OrderByDescending(view => view.Image.Size),
            "createdAt" => named.OrderBy(view => view.Image.CreatedAt),
            "-createdAt" => named.OrderByDescending(view => view.Image.CreatedAt),
            _ => named,
        };
    }
}
