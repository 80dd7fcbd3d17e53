using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Studio.Domain.Common;
using Studio.Domain.Engine;

namespace Studio.Domain.Services;

/// <summary>What a definition must keep to, whatever door it came through. Messages never quote values.</summary>
public static partial class DefinitionRules
{
    const int MaxItems = 500;
    const int MaxArgumentBytes = 16 * 1024;

    /// <summary>Every rule that is broken, by field; empty when there is none.</summary>
    public static IEnumerable<FieldError> Check(ServiceDefinition definition)
    {
        if (Names.Check(definition.Name) is { } name)
            yield return new("name", name);
        if (DisplayText.Check(definition.Description) is { } description)
            yield return new("description", description);
        if (!ImageReference.TryParse(definition.Image, out _, out var image))
            yield return new("image", image);
        if (definition.WorkingDirectory is { } directory && (!directory.StartsWith('/') || HasControl(directory)))
            yield return new("workingDirectory", "Use an absolute path inside the container.");
        if (definition.User is { } user && !UserAndGroup().IsMatch(user))
            yield return new("user", "Use a user or user:group, by name or number.");
        foreach (
            var error in CheckArguments("command", definition.Command)
                .Concat(CheckArguments("entrypoint", definition.Entrypoint))
                .Concat(CheckEnvironment(definition.Environment))
                .Concat(
                    definition.Bindings.Index().SelectMany(item => CheckBinding($"bindings[{item.Index}]", item.Item))
                )
                .Concat(CheckPorts(definition.Ports))
                .Concat(definition.Health is null ? [] : CheckHealth(definition.Health))
                .Concat(definition.Storage is null ? [] : StorageRules.Check(definition.Storage))
                .Concat(CheckResources(definition.Resources))
        )
        {
            yield return error;
        }

        if (definition.Bindings.Count > MaxItems)
            yield return new("bindings", $"Use at most {MaxItems} bindings.");
    }

    static IEnumerable<FieldError> CheckArguments(string field, IReadOnlyList<string>? arguments)
    {
        if (arguments is null)
            yield break;
        if (arguments.Sum(argument => Encoding.UTF8.GetByteCount(argument)) > MaxArgumentBytes)
            yield return new(field, $"Use at most {MaxArgumentBytes} bytes in all.");
        if (arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
            yield return new(field, "NUL characters are not allowed.");
    }

    static IEnumerable<FieldError> CheckEnvironment(IReadOnlyList<PlainVariable> environment)
    {
        if (environment.Count > MaxItems)
            yield return new("environment", $"Use at most {MaxItems} variables.");
        var seen = new HashSet<string>();
        foreach (var (index, variable) in environment.Index())
        {
            if (Names.CheckEntry(variable.Name) is { } rule)
                yield return new($"environment[{index}].name", rule);
            else if (!seen.Add(variable.Name))
                yield return new($"environment[{index}].name", $"'{variable.Name}' stands twice.");
            if (variable.Value.Contains('\0', StringComparison.Ordinal))
                yield return new($"environment[{index}].value", "NUL characters are not allowed.");
            if (Encoding.UTF8.GetByteCount(variable.Value) > SecretRules.MaxBytes)
                yield return new(
                    $"environment[{index}].value",
                    $"A variable holds at most {SecretRules.MaxBytes / 1024} KiB."
                );
        }
    }

    static IEnumerable<FieldError> CheckBinding(string field, Binding binding)
    {
        if (!string.IsNullOrEmpty(binding.Prefix) && Names.CheckEntry(binding.Prefix) is { } prefix)
            yield return new($"{field}.prefix", prefix);
        foreach (var (index, name) in (binding.Only ?? []).Index())
        {
            if (Names.CheckEntry(name) is { } rule)
                yield return new($"{field}.only[{index}]", rule);
            else if (
                !binding.Rename.ContainsKey(name)
                && Names.CheckVariable(name, binding.Prefix + name, binding.AllowReserved) is { } prefixed
            )
                yield return new($"{field}.prefix", prefixed);
        }

        foreach (var (from, to) in binding.Rename)
        {
            if (Names.CheckEntry(from) is { } fromRule)
                yield return new($"{field}.rename", fromRule);
            if (Names.CheckVariable(from, to, binding.AllowReserved) is { } toRule)
                yield return new($"{field}.rename", toRule);
        }
    }

    static IEnumerable<FieldError> CheckPorts(IReadOnlyList<PortMapping> ports)
    {
        if (ports.Count > MaxItems)
            yield return new("ports", $"Use at most {MaxItems} ports.");
        var published = new HashSet<(int, string, string)>();
        foreach (var (index, port) in ports.Index())
        {
            if (port.Container is < 1 or > 65535)
                yield return new($"ports[{index}].container", "Ports go from 1 to 65535.");
            if (port.Host is < 1 or > 65535)
                yield return new($"ports[{index}].host", "Ports go from 1 to 65535.");
            if (!IPAddress.TryParse(port.HostIp, out _))
                yield return new(
                    $"ports[{index}].hostIp",
                    "Use an address of this host, such as 127.0.0.1 or 0.0.0.0."
                );
            if (port.Protocol is not ("tcp" or "udp"))
                yield return new($"ports[{index}].protocol", "Use tcp or udp.");
            if (port.Host is { } host && !published.Add((host, port.HostIp, port.Protocol)))
                yield return new($"ports[{index}].host", $"Port {host} is published twice.");
        }
    }

    static IEnumerable<FieldError> CheckHealth(HealthCheck health)
    {
        if (health.Http is null == (health.Command is null or []))
            yield return new("health", "Give either an HTTP probe or a command.");
        if (health.Http is { Port: < 1 or > 65535 })
            yield return new("health.http.port", "Ports go from 1 to 65535.");
        if (health.Http is { } http && (!http.Path.StartsWith('/') || HasControl(http.Path) || http.Path.Length > 2048))
            yield return new("health.http.path", "Use a path that begins with a slash.");
        if (health.IntervalSeconds is < 1 or > 3600)
            yield return new("health.intervalSeconds", "Use 1 to 3600 seconds.");
        if (health.TimeoutSeconds is < 1 or > 600)
            yield return new("health.timeoutSeconds", "Use 1 to 600 seconds.");
        if (health.Retries is < 1 or > 100)
            yield return new("health.retries", "Use 1 to 100.");
        if (health.StartPeriodSeconds is < 0 or > 3600)
            yield return new("health.startPeriodSeconds", "Use 0 to 3600 seconds.");
        foreach (var error in CheckArguments("health.command", health.Command))
            yield return error;
    }

    static IEnumerable<FieldError> CheckResources(Resources resources)
    {
        // The engine's own lower bound of memory is 6 MiB.
        if (resources.MemoryMiB is < 6 or > 16 * 1024 * 1024)
            yield return new("resources.memoryMiB", "Use at least 6 MiB.");
        if (resources.Cpus is < 0.01 or > 1024 or double.NaN)
            yield return new("resources.cpus", "Use at least 0.01.");
        if (resources.Pids is < 1 or > 4_000_000)
            yield return new("resources.pids", "Use at least 1.");
    }

    static bool HasControl(string text) => text.Any(char.IsControl);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?\z")]
    private static partial Regex UserAndGroup();
}
