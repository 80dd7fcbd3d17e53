using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Images;

/// <summary>
/// A service uses the image that goes by a name: a reference with its tag or digest, the bare digest or id that a launch recorded, or
/// a repository.
/// </summary>
sealed record NamedUse(string Name, ImageUser User);

/// <summary>Which images the services of all projects want to be there.</summary>
static class ServiceImages
{
    public static async Task<List<NamedUse>> ReadAsync(StudioDbContext database, CancellationToken stop)
    {
        var services = await (
            from service in database.Services.AsNoTracking()
            join newest in database.ServiceRevisions
                on new { Service = service.Id, Number = service.Revision } equals new { newest.Service, newest.Number }
            join found in database.Launches on service.LiveLaunch equals (LaunchId?)found.Id into lives
            from live in lives.DefaultIfEmpty()
            select new
            {
                service.Id,
                service.Project,
                newest.Definition,
                Live = live.ImageDigest,
                // What was live before it. One launch back: who goes further back has it pulled again.
                Before = database
                    .Launches.Where(row =>
                        row.Service == service.Id
                        && (row.State == LaunchState.Superseded || row.State == LaunchState.RolledBack)
                        && row.ImageDigest != live.ImageDigest
                        && row.Steps.Any(step =>
                            step.Name == LaunchStepName.WaitingHealthy && step.State == StepState.Done
                        )
                    )
                    .OrderByDescending(row => row.Id)
                    .Select(row => row.ImageDigest)
                    .FirstOrDefault(),
            }
        ).ToListAsync(stop);
        List<NamedUse> uses = [];
        foreach (var service in services)
        {
            var user = new ImageUser(ImageUse.Service, $"{service.Id}", service.Definition.Name, service.Project);
            uses.Add(new($"{Parse(service.Definition)}", user));
            if (service.Live is not null)
                uses.Add(new(service.Live, user));
            if (service.Live is not null && service.Before is not null)
                uses.Add(new(service.Before, user with { Kind = ImageUse.Rollback }));
        }

        uses.AddRange(await UnderWayAsync(database, stop));
        return uses;
    }

    /// <summary>
    /// What is being launched. From when it has been pulled until that is written down, which image it is can only be told by its
    /// repository.
    /// </summary>
    static async Task<IEnumerable<NamedUse>> UnderWayAsync(StudioDbContext database, CancellationToken stop)
    {
        var launches = await (
            from launch in database.Launches.AsNoTracking()
            where launch.State == LaunchState.Queued || launch.State == LaunchState.Running
            join revision in database.ServiceRevisions
                on new { launch.Service, Number = launch.Revision } equals new { revision.Service, revision.Number }
            select new
            {
                launch.Service,
                launch.Project,
                launch.ImageDigest,
                revision.Definition,
            }
        ).ToListAsync(stop);
        return launches.Select(launch => new NamedUse(
            launch.ImageDigest ?? Parse(launch.Definition).Name,
            new(ImageUse.Service, $"{launch.Service}", launch.Definition.Name, launch.Project)
        ));
    }

    static ImageReference Parse(ServiceDefinition definition) =>
        ImageReference.TryParse(definition.Image, out var reference, out _)
            ? reference
            : throw new ArgumentException("The definition has not been checked.", nameof(definition));
}
