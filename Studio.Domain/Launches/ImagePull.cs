using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>What a launch runs: by digest where there is one, so that it is what the record says.</summary>
/// <param name="Reference">What the engine is asked for: <c>name@sha256:…</c>, or the id of an image that never was in a registry.</param>
/// <param name="Digest"><c>sha256:…</c> of the manifest, or of the image where there is none.</param>
/// <param name="Detail">How it was got, for people.</param>
sealed record RunnableImage(string Reference, string Digest, ImageFacts Facts, string Detail);

/// <summary>Gets the image of a launch by the rules of <c>runtime.md</c>.</summary>
public sealed class ImagePull(IDbContextFactory<StudioDbContext> databases, IContainerEngine engine, TimeProvider clock)
{
    /// <summary>How long it may stand still. A big layer that is unpacked tells of its progress, too.</summary>
    static readonly TimeSpan Stall = TimeSpan.FromMinutes(5);

    /// <param name="progress">Told of every layer that comes further.</param>
    /// <exception cref="EngineException">The registry or the engine refused, in its kinds.</exception>
    /// <exception cref="LaunchFailedException">
    /// The policy is never to pull, and the project has not pulled it; or the pull stood still for too long.
    /// </exception>
    internal async Task<RunnableImage> GetAsync(
        ProjectId project,
        ImageReference image,
        PullPolicy policy,
        RegistryCredentials? credentials,
        Action<PullProgress> progress,
        CancellationToken stop
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Stall);
        try
        {
            return await GetPatientlyAsync(project, image, policy, credentials, Tell, patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new LaunchFailedException(
                "registry-unavailable",
                $"The pull did not get on for {Stall.TotalMinutes:0} minutes. Look whether the registry answers."
            );
        }

        void Tell(PullProgress step)
        {
            patience.CancelAfter(Stall);
            progress(step);
        }
    }

    async Task<RunnableImage> GetPatientlyAsync(
        ProjectId project,
        ImageReference image,
        PullPolicy policy,
        RegistryCredentials? credentials,
        Action<PullProgress> progress,
        CancellationToken stop
    )
    {
        var present = await engine.FindPresentAsync(image, stop);
        if (policy != PullPolicy.Always && present is not null && await MayUseAsync(project, image, present, stop))
        {
            return LaunchPlanner.DigestOf(present, image) is { } own
                ? Runnable(image, own, present, "present; its registry was not asked")
                : new(present.Id, present.Id, present, "made on this host; in no registry");
        }

        if (policy == PullPolicy.Never)
        {
            throw new LaunchFailedException(
                "image-not-present",
                $"This project has not pulled {image} yet, and 'pull' is 'never'. Choose 'missing' or 'always' once."
            );
        }

        // The digest that the registry names now is the one that is run, even if the tag moves in the meantime. An image that is
        // present does not skip this: it is what checks the credentials.
        var digest = present is null ? null : await engine.ResolveDigestAsync(image, credentials, stop);
        var wanted = digest is null ? image : image.WithDigest(digest);
        var found = digest is null ? null : await engine.FindImageAsync($"{wanted}", stop);
        var detail = "the registry was asked; every layer was present";
        if (found is null)
        {
            await foreach (var step in engine.PullAsync(wanted, credentials, stop))
                progress(step);
            found = await engine.FindImageAsync($"{wanted}", stop);
            detail = "pulled";
        }

        digest ??= LaunchPlanner.DigestOf(found, image);
        if (found is null || digest is null)
            throw new EngineException(
                EngineFailure.ImageMissing,
                $"{image} was pulled, but the engine does not have it now."
            );
        // As a pull by tag does, which this is for people. Not away from an image that never was in this registry: it was made here.
        if (present is not null && present.Id != found.Id && LaunchPlanner.DigestOf(present, image) is not null)
            await engine.TagImageAsync(found.Id, image, stop);
        await RememberAsync(project, image.Name, digest, stop);
        return Runnable(image, digest, found, detail);
    }

    static RunnableImage Runnable(ImageReference image, string digest, ImageFacts facts, string detail) =>
        new($"{image.WithDigest(digest)}", digest, facts, detail);

    async Task<bool> MayUseAsync(ProjectId project, ImageReference image, ImageFacts present, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.MayUseAsync(project, image, present, stop);
    }

    async Task RememberAsync(ProjectId project, string name, string digest, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.Set<PulledImage>().FindAsync([project, name, digest], stop) is not null)
            return;
        database.Add(new PulledImage(project, name, digest, clock.GetUtcNow()));
        // Two launches may have pulled the same image at once: the row is there either way.
        _ = await database.TrySaveAsync(name, stop);
    }
}
