using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>A service as its readers get it: the newest definition, with the names of what it refers to, and its state.</summary>
/// <param name="SecretKeysNames">Name of the collection of each binding, in their order.</param>
public sealed record ServiceView(
    ServiceId Id,
    ProjectId Project,
    int Revision,
    int Version,
    ServiceDefinition Definition,
    string? PullSecretName,
    IReadOnlyList<string> SecretKeysNames,
    ServiceState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
);

/// <summary>Reads services for their readers.</summary>
static class ServiceViews
{
    public static readonly Missing Missing = new("The service");

    /// <summary>The rows of a project that an id or a name means: one or none.</summary>
    public static IQueryable<Service> Matching(StudioDbContext database, ProjectId project, string idOrName)
    {
        var rows = database.Services.Where(row => row.Project == project);
        return WireId.TryParse<ServiceId>(idOrName, out var id)
            ? rows.Where(row => row.Id == id)
            : rows.Where(row => row.Name == idOrName);
    }

    public static async Task<ServiceView> ReadAsync(
        StudioDbContext database,
        IServiceStates states,
        Service service,
        CancellationToken stop
    ) => (await ReadAsync(database, states, [service], stop))[0];

    public static async Task<IReadOnlyList<ServiceView>> ReadAsync(
        StudioDbContext database,
        IServiceStates states,
        IReadOnlyList<Service> services,
        CancellationToken stop
    )
    {
        var ids = services.Select(service => service.Id).ToList();
        var definitions = await (
            from revision in database.ServiceRevisions.AsNoTracking()
            join service in database.Services on revision.Service equals service.Id
            where ids.Contains(service.Id) && revision.Number == service.Revision
            select revision
        ).ToDictionaryAsync(revision => revision.Service, revision => revision.Definition, stop);
        var keys = definitions
            .Values.SelectMany(definition => definition.Bindings)
            .Select(binding => binding.SecretKeys);
        var keyIds = keys.Distinct().ToList();
        var keyNames = await database
            .SecretKeys.AsNoTracking()
            .Where(row => keyIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, stop);
        var pullIds = definitions
            .Values.Select(definition => definition.PullSecret)
            .OfType<PullSecrets.PullSecretId>()
            .ToList();
        var pullNames = await database
            .PullSecrets.AsNoTracking()
            .Where(row => pullIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, stop);
        var current = await states.ReadAsync(services, stop);
        return
        [
            .. services.Select(service =>
            {
                var definition = definitions[service.Id];
                return new ServiceView(
                    service.Id,
                    service.Project,
                    service.Revision,
                    service.Version,
                    definition,
                    definition.PullSecret is { } pull ? pullNames.GetValueOrDefault(pull) ?? $"{pull}" : null,
                    [
                        .. definition.Bindings.Select(one =>
                            keyNames.GetValueOrDefault(one.SecretKeys) ?? $"{one.SecretKeys}"
                        ),
                    ],
                    current[service.Id],
                    service.CreatedAt,
                    service.UpdatedAt,
                    service.UpdatedBy
                );
            }),
        ];
    }
}
