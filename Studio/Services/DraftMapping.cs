using Studio.Client.Services;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using static Studio.Common.WireWords;
using Wire = Studio.Client.Services.ServiceDefinition;

namespace Studio.Services;

/// <summary>From the wire to a draft. What cannot be expressed as one is an error by field, and nothing is dropped silently.</summary>
static class DraftMapping
{
    public static Result<ServiceDraft> ToDraft(Wire wire)
    {
        var errors = new List<FieldError>();
        var definition = new Domain.Services.ServiceDefinition
        {
            Name = wire.Name,
            Description = DisplayText.Normalize(wire.Description),
            Image = wire.Image,
            Pull = Choice<PullPolicy>(wire.Pull, "pull", errors),
            Command = Arguments(wire.Command, "command", errors),
            Entrypoint = Arguments(wire.Entrypoint, "entrypoint", errors),
            WorkingDirectory = wire.WorkingDirectory,
            User = wire.User,
            Environment = [.. wire.Environment.Select(variable => new PlainVariable(variable.Name, variable.Value))],
            Bindings = [.. wire.Bindings.Select((binding, index) => ToBinding(binding, $"bindings[{index}]", errors))],
            Ports =
            [
                .. wire.Ports.Select(port => new PortMapping(
                    port.Container,
                    port.Host,
                    port.HostIp ?? "127.0.0.1",
                    port.Protocol ?? "tcp"
                )),
            ],
            Health = wire.Health is { } health ? ToHealth(health, errors) : null,
            Storage = wire.Storage is { } storage ? ToStorage(storage) : null,
            Resources = ToResources(wire.Resources),
            Profile = Choice<Profile>(wire.Profile, "profile", errors) ?? Profile.Standard,
            ReadOnlyRoot = wire.ReadOnlyRoot,
        };
        errors.AddRange(NotSupported(wire));
        return errors.Count > 0
            ? new Invalid([.. errors])
            : new ServiceDraft(definition, wire.PullSecret, [.. wire.Bindings.Select(binding => binding.SecretKeys)]);
    }

    static IEnumerable<FieldError> NotSupported(Wire wire)
    {
        const string message = "This is not supported by this version of Studio.";
        if (wire.Secrets.Count > 0)
            yield return new("secrets", message);
        if (wire.SecretsEnvFiles.Count > 0)
            yield return new("secretsEnvFiles", message);
        if (wire.FileOptions is { } options && options != new FileOptionsDefinition())
            yield return new("fileOptions", message);
        if (wire.Rooms.Count > 0)
            yield return new("rooms", message);
    }

    static Binding ToBinding(BindingDefinition wire, string field, List<FieldError> errors) =>
        new(
            default,
            wire.Only,
            string.IsNullOrEmpty(wire.Prefix) ? null : wire.Prefix,
            wire.Rename ?? new Dictionary<string, string>(),
            Choice<Delivery>(wire.Delivery, $"{field}.delivery", errors),
            wire.Override,
            wire.AllowReserved
        );

    static HealthCheck ToHealth(HealthDefinition wire, List<FieldError> errors) =>
        new(
            wire.Http is { } http ? new HttpProbe(http.Port, http.Path) : null,
            Arguments(wire.Command, "health.command", errors),
            wire.IntervalSeconds,
            wire.TimeoutSeconds,
            wire.Retries,
            wire.StartPeriodSeconds
        );

    static ServiceStorage? ToStorage(StorageDefinition wire) =>
        ServiceStorage.Of(
            [
                .. wire.Project.Select(mount => new ProjectMount(
                    mount.Path,
                    string.IsNullOrEmpty(mount.Subpath) ? null : mount.Subpath,
                    mount.ReadOnly
                )),
            ],
            [.. wire.EmptyDirs.Select(dir => new EmptyDir(dir.Path))],
            [.. wire.Files.Select(file => new InlineFile(file.Path, file.Text, file.ReadOnly))]
        );

    static Resources ToResources(ResourcesDefinition? wire)
    {
        var standard = new Resources();
        return new Resources(
            wire?.MemoryMiB ?? standard.MemoryMiB,
            wire?.Cpus ?? standard.Cpus,
            wire?.Pids ?? standard.Pids
        );
    }

    /// <summary>Null and empty both mean the image's own.</summary>
    static IReadOnlyList<string>? Arguments(CommandLine? wire, string field, List<FieldError> errors)
    {
        if (wire?.Arguments is { Count: > 0 } arguments)
            return arguments;
        if (string.IsNullOrWhiteSpace(wire?.Text))
            return null;
        if (ShellWords.TrySplit(wire.Text, out var words, out var error))
            return words;
        errors.Add(new(field, error));
        return null;
    }

    static TEnum? Choice<TEnum>(string? text, string field, List<FieldError> errors)
        where TEnum : struct, Enum
    {
        if (text is null)
            return null;
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Word(value) == text)
                return value;
        }

        var known = Enum.GetValues<TEnum>().Select(Word);
        errors.Add(new(field, $"Use one of: {string.Join(", ", known)}."));
        return null;
    }
}
