using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Images;

/// <summary>Takes an image that nothing uses off the engine, whoever brought it there.</summary>
public sealed class DeleteImage(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    ImageInventory inventory,
    IContainerEngine engine
)
{
    /// <param name="idOrTag">
    /// <c>sha256:…</c>, 12 or more digits of it if no other image begins so, or one of its tags or digests: the image goes with all
    /// its names.
    /// </param>
    /// <param name="force">Also when it is kept for a rollback. What uses it now keeps it in any case.</param>
    /// <returns><see cref="Denied"/>, <see cref="Missing"/>; <see cref="Invalid"/> when several images begin so; <see cref="InUse"/>;
    /// <see cref="EngineUnavailable"/>; <see cref="Refused"/> <c>engine-conflict</c> when something began to use it just now. Whoever
    /// asked cannot cut it short once it is stored.</returns>
    public async Task<Result<Done>> RunAsync(Actor actor, string idOrTag, bool force, CancellationToken stop)
    {
        const string Action = AuditActions.DeleteImage;
        if (await audit.RefusalAsync(actor, Permission.LaunchServices, null, Action, stop) is { } denied)
            return denied;
        try
        {
            var images = await inventory.ReadAsync(measured: false, stop);
            if (!Find(images, idOrTag).TryGet(out var view, out var problem))
                return problem;
            var subject = new AuditSubject(view.Image.Id, view.Name);
            if (view.InUse || (view.IsKeptForRollback && !force))
            {
                await audit.WriteAsync(actor, Action, subject, Users(view), "refused", stop);
                return new InUse(Sentence(view), [.. view.Users.Select(user => user.Name)]);
            }

            await using var database = await databases.CreateDbContextAsync(stop);
            audit.Record(database, actor, Action, subject, view.IsKeptForRollback ? Users(view) : null);
            await database.SaveChangesAsync(stop);
            return await RemoveAsync(actor, subject);
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }
    }

    async Task<Result<Done>> RemoveAsync(Actor actor, AuditSubject subject)
    {
        try
        {
            await engine.RemoveImageAsync(subject.Id!, CancellationToken.None);
            return Done.Value;
        }
        catch (EngineException exception)
        {
            var problem = exception.ToProblem();
            await audit.WriteAsync(
                actor,
                AuditActions.DeleteImage,
                subject,
                problem.Code,
                "failed",
                CancellationToken.None
            );
            return problem;
        }
    }

    static Result<ImageView> Find(List<ImageView> images, string idOrTag)
    {
        var found = images.FindAll(view => IsMeant(view.Image, idOrTag));
        return found switch
        {
            [var one] => one,
            [] => new Missing("The image"),
            _ => new Invalid("image", "Several images begin with these digits. Give more of them."),
        };
    }

    static bool IsMeant(StoredImage image, string idOrTag)
    {
        const string Prefix = "sha256:";
        const int ShortestId = 12;
        var digits = idOrTag.StartsWith(Prefix, StringComparison.Ordinal) ? idOrTag[Prefix.Length..] : idOrTag;
        if (digits.Length >= ShortestId && image.Id.AsSpan(Prefix.Length).StartsWith(digits, StringComparison.Ordinal))
            return true;
        return ImageReference.TryParse(idOrTag, out var meant, out _)
            && image
                .Tags.Concat(image.Digests)
                .Any(name => ImageReference.TryParse(name, out var known, out _) && $"{known}" == $"{meant}");
    }

    static string Users(ImageView view) => string.Join(", ", view.Users);

    static string Sentence(ImageView view) =>
        view.InUse
            ? $"It is in use: {Users(view)}. Let them use another image, or remove them, first."
            : $"It is {Users(view)}. Delete it by force: a rollback would then have to pull it again.";
}
