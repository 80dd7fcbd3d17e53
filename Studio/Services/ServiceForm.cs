using Studio.Domain.Common;
using Studio.Domain.Services;

namespace Studio.Services;

/// <summary>A definition while it is edited: every field as it was typed. Rows that were added and left blank do not count.</summary>
public sealed class ServiceForm
{
    /// <summary>Stand-ins, so that variables can be previewed before the form is complete.</summary>
    const string PreviewName = "preview";
    const string PreviewImage = "preview";

    /// <summary>The wire paths that the form has a place for.</summary>
    public static readonly IReadOnlyList<string> Fields =
    [
        .. new[] { "name", "description", "image", "pullSecret" },
        .. new[] { "command", "pull", "entrypoint", "workingDirectory", "user" },
        .. new[] { "environment", "environment[]" },
        .. new[] { "bindings", "bindings[]", "bindings[].only", "bindings[].prefix", "bindings[].rename" },
        .. new[] { "ports", "ports[].container", "ports[].host", "ports[].hostIp", "ports[].protocol" },
        .. new[] { "health", "health.http.port", "health.http.path", "health.command" },
        .. new[] { "health.intervalSeconds", "health.timeoutSeconds", "health.retries", "health.startPeriodSeconds" },
        .. new[] { "storage.project", "storage.project[].path", "storage.project[].subpath" },
        .. new[] { "storage.emptyDirs", "storage.emptyDirs[].path" },
        .. new[] { "storage.files", "storage.files[].path", "storage.files[].text" },
        .. new[] { "resources.memoryMiB", "resources.cpus", "resources.pids", "profile" },
    ];

    static readonly Resources _standard = new();

    public string Name { get; set; } = "";

    public string? Description { get; set; }

    public string Image { get; set; } = "";

    /// <summary>Id or name; null or empty: none.</summary>
    public string? PullSecret { get; set; }

    /// <summary>One line, split as a shell would.</summary>
    public string? Command { get; set; }

    public PullPolicy? Pull { get; set; }

    public string? Entrypoint { get; set; }

    public string? WorkingDirectory { get; set; }

    public string? User { get; set; }

    public List<VariableForm> Environment { get; init; } = [];

    public List<BindingForm> Bindings { get; init; } = [];

    public List<PortForm> Ports { get; init; } = [];

    public HealthForm Health { get; init; } = new();

    public StorageForm Storage { get; init; } = new();

    public int MemoryMiB { get; set; } = _standard.MemoryMiB;

    public double Cpus { get; set; } = _standard.Cpus;

    public int Pids { get; set; } = _standard.Pids;

    public Profile Profile { get; set; }

    public bool ReadOnlyRoot { get; set; }

    /// <summary>Whether there is something to see under "Advanced".</summary>
    public bool HasAdvanced =>
        Pull is not null || Entrypoint is not null || WorkingDirectory is not null || User is not null;

    public static ServiceForm Of(ServiceView view)
    {
        var definition = view.Definition;
        return new()
        {
            Name = definition.Name,
            Description = definition.Description,
            Image = definition.Image,
            PullSecret = view.PullSecretName,
            Command = Line(definition.Command),
            Pull = definition.Pull,
            Entrypoint = Line(definition.Entrypoint),
            WorkingDirectory = definition.WorkingDirectory,
            User = definition.User,
            Environment =
            [
                .. definition.Environment.Select(plain => new VariableForm { Name = plain.Name, Value = plain.Value }),
            ],
            Bindings = [.. definition.Bindings.Zip(view.SecretKeysNames, BindingForm.Of)],
            Ports = [.. definition.Ports.Select(PortForm.Of)],
            Health = HealthForm.Of(definition.Health),
            Storage = StorageForm.Of(definition.Storage),
            MemoryMiB = definition.Resources.MemoryMiB,
            Cpus = definition.Resources.Cpus,
            Pids = definition.Resources.Pids,
            Profile = definition.Profile,
            ReadOnlyRoot = definition.ReadOnlyRoot,
        };
    }

    /// <summary>The wire path of a row, counted without blank ones; null for a blank one.</summary>
    public string? PathOf(VariableForm row) => Path("environment", Filled.IndexOf(row));

    /// <inheritdoc cref="PathOf(VariableForm)"/>
    public string? PathOf(BindingForm row) => Path("bindings", Bound.IndexOf(row));

    /// <inheritdoc cref="PathOf(VariableForm)"/>
    public string? PathOf(PortForm row) => Path("ports", Mapped.IndexOf(row));

    /// <returns>The draft; or <see cref="Invalid"/> where a text cannot be read.</returns>
    public Result<ServiceDraft> ToDraft()
    {
        var errors = new List<FieldError>();
        return Read(errors, errors);
    }

    /// <param name="elsewhere">Errors of what is not about variables.</param>
    Result<ServiceDraft> Read(List<FieldError> errors, List<FieldError> elsewhere)
    {
        var definition = new ServiceDefinition
        {
            Name = Name.Trim(),
            Description = DisplayText.Normalize(Description),
            Image = Image.Trim(),
            Pull = Pull,
            Command = Words(Command, "command", elsewhere),
            Entrypoint = Words(Entrypoint, "entrypoint", elsewhere),
            WorkingDirectory = NullIfBlank(WorkingDirectory),
            User = NullIfBlank(User),
            Environment = [.. Filled.Select(row => new PlainVariable(row.Name.Trim(), row.Value))],
            Bindings = [.. Bound.Select((row, index) => row.ToBinding($"bindings[{index}]", errors))],
            Ports = [.. Mapped.Select((row, index) => row.ToPort($"ports[{index}]", elsewhere))],
            Health = Health.ToCheck(elsewhere),
            Storage = Storage.ToStorage(),
            Resources = new(MemoryMiB, Cpus, Pids),
            Profile = Profile,
            ReadOnlyRoot = ReadOnlyRoot,
        };
        return errors.Count > 0
            ? new Invalid([.. errors])
            : new ServiceDraft(definition, NullIfBlank(PullSecret), [.. Bound.Select(row => row.SecretKeys!)]);
    }

    /// <summary>A draft for the preview: what is not typed yet, or not right yet, does not keep variables from being shown.</summary>
    public Result<ServiceDraft> ToPreviewDraft()
    {
        if (!Read([], elsewhere: []).TryGet(out var draft, out var problem))
            return problem;
        var hasImage = Domain.Engine.ImageReference.TryParse(draft.Definition.Image, out _, out _);
        return draft with
        {
            Definition = draft.Definition with
            {
                Name = Names.Check(draft.Definition.Name) is null ? draft.Definition.Name : PreviewName,
                Image = hasImage ? draft.Definition.Image : PreviewImage,
                Pull = hasImage ? draft.Definition.Pull : null,
                Ports = [],
                Health = null,
                Storage = null,
                Resources = _standard,
            },
            PullSecret = hasImage ? draft.PullSecret : null,
        };
    }

    internal static IReadOnlyList<string>? Words(string? line, string field, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(line))
            return null;
        if (ShellWords.TrySplit(line, out var words, out var error))
            return words;
        errors.Add(new(field, error));
        return null;
    }

    internal static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal static string? Line(IReadOnlyList<string>? words) => words is null ? null : ShellWords.Join(words);

    List<VariableForm> Filled => Environment.FindAll(row => row.Name.Length + row.Value.Length > 0);

    List<BindingForm> Bound => Bindings.FindAll(row => !string.IsNullOrEmpty(row.SecretKeys));

    List<PortForm> Mapped => Ports.FindAll(row => row.Container is not null || row.Host is not null);

    static string? Path(string list, int index) => index < 0 ? null : $"{list}[{index}]";
}
