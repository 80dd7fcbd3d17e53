using System.Globalization;
using Studio.Client.Common;
using Studio.Client.SecretKeys;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using static Studio.Common.WireWords;

namespace Studio.SecretKeys;

/// <summary>Between wire and domain. What the contract has and this version has not is refused here, by the name of its field.</summary>
static class SecretKeysMapping
{
    /// <summary>What the contract knows; see <see cref="Delivery"/> for what there is.</summary>
    static readonly string[] Deliveries = ["env", "sealed-env", "file", "on-demand"];

    public static Result<IReadOnlyList<EntryInput>> ToInputs(this CreateSecretKeysRequest request) =>
        ToInputs(request.Entries, entry => entry.Name);

    public static Result<IReadOnlyList<EntryInput>> ToInputs(this UpdateSecretKeysRequest request) =>
        ToInputs(request.Entries, entry => entry.Name);

    public static Result<EntryInput> ToInput(this SetEntryRequest request, string name)
    {
        var errors = Unsupported(request, "").ToList();
        return errors.Count > 0 ? new Invalid([.. errors]) : Read(request, name);
    }

    public static SecretKeysResponse ToResponse(this SecretKeysView keys) =>
        new(
            $"{keys.Id}",
            keys.Name,
            keys.Description,
            keys.Preset,
            keys.Entries.Count,
            [.. keys.Entries.Select(entry => entry.Name)],
            keys.Version,
            keys.InUse.ToResponse(),
            keys.CreatedAt,
            keys.UpdatedAt,
            keys.UpdatedBy,
            [.. keys.Entries.Select(ToResponse)],
            keys.Warnings.ToList() is { Count: > 0 } warnings ? warnings : null
        );

    public static SecretKeysListItemResponse ToListItem(SecretKeysListItem keys) =>
        new(
            $"{keys.Id}",
            keys.Name,
            keys.Description,
            keys.Preset,
            keys.EntryCount,
            keys.EntryNames,
            keys.Version,
            keys.InUse.ToResponse(),
            keys.CreatedAt,
            keys.UpdatedAt,
            keys.UpdatedBy
        );

    public static SecretKeysVersionResponse ToResponse(SecretKeysVersion version) =>
        new(version.Number, version.At, version.By, version.Added, version.Changed, version.Removed, version.Restored);

    public static SecretKeysUsageResponse ToResponse(SecretKeysUsage usage) =>
        new(
            [
                .. usage.Services.Select(user => new ServiceUsageResponse(
                    user.Id,
                    user.Name,
                    user.Running,
                    user.Version,
                    user.IsStale(usage.Version),
                    usage.Taken.GetValueOrDefault(user.Id)?.Order(StringComparer.Ordinal).ToList()
                )),
            ],
            [.. usage.NamedVersions.Order()]
        );

    public static ImportResponse ToResponse(SecretKeysDiff diff) =>
        new(
            diff.Version,
            diff.Added,
            diff.Changed,
            diff.Unchanged,
            diff.Removed,
            [.. diff.Duplicates.Select(again => new DuplicateResponse(again.Name, again.Line))],
            [.. diff.Invalid.Select(line => new InvalidLineResponse(line.Line, line.Reason))],
            diff.MoreDuplicates is var duplicates and > 0 ? duplicates : null,
            diff.MoreInvalid is var invalid and > 0 ? invalid : null
        );

    public static PresetResponse ToResponse(PresetView view) =>
        new(
            view.Preset.Id,
            view.Preset.Names[0].Name,
            view.Exists,
            view.Preset.Title,
            [.. view.Preset.Names.Select(name => name.Name)],
            view.Preset.Names[0].Shape
        );

    /// <summary>Names and nothing behind them: what somebody else is to fill in.</summary>
    public static string ToDotenv(SecretKeysView keys) =>
        string.Concat(keys.Entries.Select(entry => $"{entry.Name}=\n"));

    public static InUseResponse ToResponse(this UseCount count) => new(count.Services, count.Running);

    static EntryResponse ToResponse(EntryView entry) =>
        new(
            entry.Name,
            "literal",
            Word(entry.Delivery),
            entry.Preview.Text,
            entry.Preview.Bytes,
            entry.Version,
            entry.UpdatedAt,
            entry.UpdatedBy,
            ExpiresAt: entry.ExpiresAt
        );

    static Result<IReadOnlyList<EntryInput>> ToInputs<T>(IReadOnlyList<T>? entries, Func<T, string?> name)
        where T : class, IEntryContent
    {
        var errors = new List<FieldError>();
        foreach (var (index, entry) in (entries ?? []).Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"entries[{index}]");
            errors.AddRange(Unsupported(entry, $"{path}."));
        }

        if (errors.Count > 0)
            return new Invalid([.. errors]);
        return (entries ?? []).Select(entry => Read(entry, name(entry))).ToList();
    }

    static IEnumerable<FieldError> Unsupported(IEntryContent entry, string path)
    {
        if (entry.Reference is not null)
            yield return new(
                $"{path}reference",
                "References are not supported by this version. Give the value itself."
            );
        if (entry.File is not null)
            yield return new($"{path}file", "Files are not supported by this version. Give a value.");
        if (entry.Delivery is not null and not "env")
        {
            yield return new(
                $"{path}delivery",
                Deliveries.Contains(entry.Delivery)
                    ? "This delivery is not supported by this version. Use env."
                    : $"A delivery is one of: {string.Join(", ", Deliveries)}."
            );
        }
    }

    static EntryInput Read(IEntryContent entry, string? name) =>
        new(
            name,
            entry.Value is { } value ? new SecretText(value.Reveal()) : null,
            Delivery.Env,
            entry.ExpiresAt,
            entry.AllowReserved
        );
}
