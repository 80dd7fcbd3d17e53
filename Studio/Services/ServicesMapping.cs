using Studio.Client.Services;
using Studio.Domain.Services;
using static Studio.Common.WireWords;

namespace Studio.Services;

/// <summary>From stored services to the wire.</summary>
static class ServicesMapping
{
    public static ServiceListItemResponse ToListItem(ServiceView service) =>
        new(
            $"{service.Id}",
            service.Definition.Name,
            service.Definition.Description,
            service.Definition.Image,
            service.Revision,
            service.Version,
            ToResponse(service.State),
            service.UpdatedAt,
            service.UpdatedBy
        );

    public static RevisionResponse ToResponse(ServiceRevision revision) =>
        new($"{revision.Id}", revision.Number, revision.Definition.Image, revision.At, revision.By);

    public static ServiceResponse ToResponse(this ServiceView service)
    {
        var definition = service.Definition;
        return new ServiceResponse
        {
            Id = $"{service.Id}",
            Revision = service.Revision,
            Version = service.Version,
            State = ToResponse(service.State),
            Name = definition.Name,
            Description = definition.Description,
            Image = definition.Image,
            Pull = definition.Pull is { } pull ? Word(pull) : null,
            PullSecret = service.PullSecretName,
            Command = Arguments(definition.Command),
            Entrypoint = Arguments(definition.Entrypoint),
            WorkingDirectory = definition.WorkingDirectory,
            User = definition.User,
            Environment = [.. definition.Environment.Select(plain => new VariableDefinition(plain.Name, plain.Value))],
            Bindings = [.. definition.Bindings.Zip(service.SecretKeysNames, ToDefinition)],
            Ports =
            [
                .. definition.Ports.Select(port => new PortDefinition(
                    port.Container,
                    port.Host,
                    port.HostIp,
                    port.Protocol
                )),
            ],
            Health = definition.Health is { } health ? ToDefinition(health) : null,
            Storage = definition.Storage is { } storage ? ToDefinition(storage) : null,
            Resources = new ResourcesDefinition(
                definition.Resources.MemoryMiB,
                definition.Resources.Cpus,
                definition.Resources.Pids
            ),
            Profile = Word(definition.Profile),
            ReadOnlyRoot = definition.ReadOnlyRoot,
        };
    }

    static ServiceStateResponse ToResponse(ServiceState state) =>
        new(
            Word(state.Desired),
            Word(state.Status),
            state.Health,
            state.Stale,
            state.Launch?.ToString(),
            state.ContainerId,
            state.StartedAt,
            state.Crash is { } crash
                ? new ServiceCrashResponse(
                    crash.Ends,
                    crash.ExitCode,
                    crash.OutOfMemory,
                    crash.EndedAt,
                    crash.NextStart,
                    [.. crash.LastLines.Select(line => $"{line}")]
                )
                : null
        );

    static CommandLine? Arguments(IReadOnlyList<string>? arguments) =>
        arguments is null ? null : new CommandLine(arguments);

    static BindingDefinition ToDefinition(Binding binding, string keys) =>
        new(
            keys,
            binding.Only,
            binding.Prefix,
            binding.Rename,
            binding.Delivery is { } delivery ? Word(delivery) : null,
            binding.Override,
            binding.AllowReserved
        );

    static HealthDefinition ToDefinition(HealthCheck health) =>
        new(
            health.Http is { } http ? new HttpHealthDefinition(http.Port, http.Path) : null,
            Arguments(health.Command),
            health.IntervalSeconds,
            health.TimeoutSeconds,
            health.Retries,
            health.StartPeriodSeconds
        );

    static StorageDefinition ToDefinition(ServiceStorage storage) =>
        new()
        {
            Project =
            [
                .. storage.Project.Select(mount => new ProjectMountDefinition(
                    mount.Path,
                    mount.Subpath,
                    mount.ReadOnly
                )),
            ],
            EmptyDirs = [.. storage.EmptyDirs.Select(dir => new EmptyDirDefinition(dir.Path))],
            Files = [.. storage.Files.Select(file => new FileDefinition(file.Path, file.Text, file.ReadOnly))],
        };
}
