using System.Globalization;
using System.Text;
using Studio.Domain.Common;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>What one would type to run about the same by hand. For reading: it is never run, and secrets are masked.</summary>
static class EquivalentCommand
{
    public static string Of(ServiceDefinition definition, IEnumerable<PlannedVariable> environment)
    {
        var command = new StringBuilder("docker run -d");
        void Add(string option, string value) =>
            command.Append(' ').Append(option).Append(' ').Append(ShellWords.Quote(value));

        Add("--name", definition.Name);
        foreach (var variable in environment)
            Add("-e", $"{variable.Name}={variable.Value ?? variable.Preview?.Text ?? SecretText.Mask}");
        foreach (var port in definition.Ports.Where(port => port.Host is not null))
        {
            var address = port.HostIp.Contains(':', StringComparison.Ordinal) ? $"[{port.HostIp}]" : port.HostIp;
            Add("-p", $"{address}:{port.Host}:{port.Container}" + (port.Protocol == "udp" ? "/udp" : ""));
        }

        foreach (var mount in definition.Storage?.Project ?? [])
            Add("--mount", Bind($"<project storage>/{mount.Subpath}", mount.Path, mount.ReadOnly));
        foreach (var dir in definition.Storage?.EmptyDirs ?? [])
            Add("--tmpfs", $"{dir.Path}:size={ContainerSpecBuilder.EmptyDirMiB(definition)}m,mode=1777");
        foreach (var file in definition.Storage?.Files ?? [])
            Add("--mount", Bind($"<file>{file.Path}", file.Path, file.ReadOnly));
        if (definition.WorkingDirectory is { } directory)
            Add("-w", directory);
        if (definition.User is { } user)
            Add("-u", user);
        Add("--memory", $"{definition.Resources.MemoryMiB}m");
        Add("--cpus", definition.Resources.Cpus.ToString(CultureInfo.InvariantCulture));
        Add("--pids-limit", $"{definition.Resources.Pids}");
        Add("--cap-drop", "ALL");
        foreach (var capability in ContainerSpecBuilder.Capabilities(definition.Profile))
            Add("--cap-add", capability);
        Add("--security-opt", "no-new-privileges");
        if (ContainerSpecBuilder.HasReadOnlyRoot(definition))
            command.Append(" --read-only");
        // docker run takes one word as the entry point; the rest goes before the command.
        if (definition.Entrypoint is [var first, ..])
            Add("--entrypoint", first);
        command.Append(' ').Append(ShellWords.Quote(definition.Image));
        foreach (var argument in (definition.Entrypoint?.Skip(1) ?? []).Concat(definition.Command ?? []))
            command.Append(' ').Append(ShellWords.Quote(argument));
        return command.ToString();
    }

    static string Bind(string source, string target, bool readOnly) =>
        $"type=bind,source={source},target={target}{(readOnly ? ",readonly" : "")}";
}
