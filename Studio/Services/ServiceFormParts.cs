using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Services;

/// <summary>A plain variable.</summary>
public sealed class VariableForm
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}

/// <summary>A binding of secret keys.</summary>
public sealed class BindingForm
{
    static readonly char[] _separators = [',', ' ', '\n', '\t', '\r'];

    /// <summary>Id or name of the collection; null: not chosen yet.</summary>
    public string? SecretKeys { get; set; }

    /// <summary>Names, separated by commas or spaces; blank: all.</summary>
    public string? Only { get; set; }

    public string? Prefix { get; set; }

    /// <summary><c>FROM=TO</c>, separated by commas or spaces.</summary>
    public string? Rename { get; set; }

    public bool Override { get; set; }

    /// <summary>The explicit yes to a new name that changes how programs are found or loaded.</summary>
    public bool AllowReserved { get; set; }

    /// <summary>No field of the page: kept as it was.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>Whether something else than the whole collection under its own names is taken.</summary>
    public bool IsShaped => Only is not null || Prefix is not null || Rename is not null || Override || AllowReserved;

    public static BindingForm Of(Binding binding, string secretKeys) =>
        new()
        {
            SecretKeys = secretKeys,
            Only = binding.Only is null ? null : string.Join(", ", binding.Only),
            Prefix = binding.Prefix,
            Rename =
                binding.Rename.Count == 0
                    ? null
                    : string.Join(", ", binding.Rename.Select(to => $"{to.Key}={to.Value}")),
            Override = binding.Override,
            AllowReserved = binding.AllowReserved,
            Delivery = binding.Delivery,
        };

    internal Binding ToBinding(string path, List<FieldError> errors)
    {
        var rename = new Dictionary<string, string>();
        foreach (var pair in Split(Rename))
        {
            if (pair.Split('=') is not [{ Length: > 0 } from, { Length: > 0 } to])
                errors.Add(new($"{path}.rename", "Write FROM=TO, such as API_KEY=WEATHER_KEY."));
            else if (!rename.TryAdd(from, to))
                errors.Add(new($"{path}.rename", $"'{from}' is renamed twice."));
        }

        var only = Split(Only);
        return new(
            default,
            only.Length == 0 ? null : only,
            ServiceForm.NullIfBlank(Prefix),
            rename,
            Delivery,
            Override,
            AllowReserved
        );
    }

    static string[] Split(string? text) => text?.Split(_separators, StringSplitOptions.RemoveEmptyEntries) ?? [];
}

/// <summary>A port of the container.</summary>
public sealed class PortForm
{
    public int? Container { get; set; }

    /// <summary>Null: not published.</summary>
    public int? Host { get; set; }

    public string HostIp { get; set; } = "127.0.0.1";

    public string Protocol { get; set; } = "tcp";

    public static PortForm Of(PortMapping port) =>
        new()
        {
            Container = port.Container,
            Host = port.Host,
            HostIp = port.HostIp,
            Protocol = port.Protocol,
        };

    internal PortMapping ToPort(string path, List<FieldError> errors)
    {
        if (Container is null)
            errors.Add(new($"{path}.container", "Which port of the container?"));
        return new(Container ?? 0, Host, HostIp.Trim(), Protocol);
    }
}

/// <summary>How to find out whether a service works.</summary>
public enum HealthKind
{
    /// <summary>The image's own health check, or that it keeps running.</summary>
    None,
    Http,
    Command,
}

/// <summary>A health check.</summary>
public sealed class HealthForm
{
    public HealthKind Kind { get; set; }

    public int? Port { get; set; }

    public string Path { get; set; } = "/";

    public string? Command { get; set; }

    public int IntervalSeconds { get; set; } = 10;

    public int TimeoutSeconds { get; set; } = 5;

    public int Retries { get; set; } = 3;

    public int StartPeriodSeconds { get; set; }

    public static HealthForm Of(HealthCheck? check) =>
        check is null
            ? new()
            : new()
            {
                Kind = check.Http is null ? HealthKind.Command : HealthKind.Http,
                Port = check.Http?.Port,
                Path = check.Http?.Path ?? "/",
                Command = ServiceForm.Line(check.Command),
                IntervalSeconds = check.IntervalSeconds,
                TimeoutSeconds = check.TimeoutSeconds,
                Retries = check.Retries,
                StartPeriodSeconds = check.StartPeriodSeconds,
            };

    internal HealthCheck? ToCheck(List<FieldError> errors)
    {
        if (Kind == HealthKind.None)
            return null;
        var command = Kind == HealthKind.Command ? ServiceForm.Words(Command, "health.command", errors) : null;
        if (
            Kind == HealthKind.Command
            && command is null
            && errors.TrueForAll(error => error.Field != "health.command")
        )
            errors.Add(new("health.command", "Which command? It is healthy when it ends with exit code 0."));
        if (Kind == HealthKind.Http && Port is null)
            errors.Add(new("health.http.port", "Which port of the container?"));
        var http = Kind == HealthKind.Http ? new HttpProbe(Port ?? 0, Path.Trim()) : null;
        return new(http, command, IntervalSeconds, TimeoutSeconds, Retries, StartPeriodSeconds);
    }
}
