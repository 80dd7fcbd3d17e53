using System.Buffers;
using System.Globalization;
using System.Text;
using Studio.Domain.Common;

namespace Studio.Domain.Services;

/// <summary>
/// What the storage of a definition must keep to. Paths are taken as they are written or not at all: two ways to write one path
/// would be two paths to every later check.
/// </summary>
static class StorageRules
{
    public const int MaxFileBytes = 64 * 1024;

    const int MaxFilesBytes = 1024 * 1024;
    const int MaxMounts = 100;
    const int MaxPathBytes = 1024;

    /// <summary>Of Linux, for one name (<see href="https://man7.org/linux/man-pages/man3/limits.h.3head.html">NAME_MAX</see>).</summary>
    const int MaxNameBytes = 255;

    /// <summary>The kernel's, and where Studio delivers secrets.</summary>
    static readonly string[] Taken =
    [
        "/proc",
        "/sys",
        "/dev",
        "/run/secrets",
        "/run/studio-secrets",
        "/run/studio-api",
    ];

    public static IEnumerable<FieldError> Check(ServiceStorage storage) =>
        CheckCounts(storage)
            .Concat(CheckPaths(storage))
            .Concat(CheckSubpaths(storage.Project))
            .Concat(CheckTexts(storage.Files));

    static IEnumerable<FieldError> CheckCounts(ServiceStorage storage)
    {
        (string Field, int Count)[] lists =
        [
            ("project", storage.Project.Count),
            ("emptyDirs", storage.EmptyDirs.Count),
            ("files", storage.Files.Count),
        ];
        return lists
            .Where(list => list.Count > MaxMounts)
            .Select(list => new FieldError($"storage.{list.Field}", $"Use at most {MaxMounts}."));
    }

    static IEnumerable<FieldError> CheckPaths(ServiceStorage storage)
    {
        var paths = storage
            .Project.Select((mount, index) => (Field: $"storage.project[{index}].path", mount.Path))
            .Concat(storage.EmptyDirs.Select((dir, index) => ($"storage.emptyDirs[{index}].path", dir.Path)))
            .Concat(storage.Files.Select((file, index) => ($"storage.files[{index}].path", file.Path)));
        var files = storage.Files.Select(file => file.Path).ToHashSet();
        var seen = new HashSet<string>();
        foreach (var (field, path) in paths)
        {
            if (CheckPath(path) is { } rule)
                yield return new(field, rule);
            else if (!seen.Add(path))
                yield return new(field, $"'{path}' is mounted twice.");
            else if (files.Any(file => IsBelow(path, file)))
                yield return new(field, "This path is below that of a file.");
        }
    }

    static string? CheckPath(string path) =>
        !path.StartsWith('/') || path == "/" ? "Use an absolute path inside the container, such as /data."
        : CheckNames(path[1..]) is { } rule ? rule
        : Array.Exists(Taken, taken => path == taken || IsBelow(path, taken))
            ? $"Nothing can be mounted at or below {string.Join(", ", Taken)}."
        : null;

    static IEnumerable<FieldError> CheckSubpaths(IReadOnlyList<ProjectMount> mounts)
    {
        foreach (var (index, mount) in mounts.Index())
        {
            if (mount.Subpath is null)
                continue;
            var field = $"storage.project[{index}].subpath";
            if (mount.Subpath.StartsWith('/'))
                yield return new(field, "Use a path within the project's storage, such as uploads/images.");
            else if (CheckNames(mount.Subpath) is { } rule)
                yield return new(field, rule);
            else if (mount.Subpath.Split('/').Any(name => name.StartsWith('-')))
                yield return new(field, "A name cannot begin with a dash.");
            else if (mounts.Any(other => !other.ReadOnly && other.IsAbove(mount)))
                yield return new(
                    field,
                    "Another mount of this service may write to the folder above. Make that one read-only, or use folders side by side."
                );
        }
    }

    static IEnumerable<FieldError> CheckTexts(IReadOnlyList<InlineFile> files)
    {
        foreach (var (index, file) in files.Index())
        {
            var field = $"storage.files[{index}].text";
            if (Encoding.UTF8.GetByteCount(file.Text) > MaxFileBytes)
                yield return new(field, $"A file has at most {MaxFileBytes / 1024} KiB.");
            else if (file.Text.Contains('\0', StringComparison.Ordinal))
                yield return new(field, "NUL characters are not allowed.");
            else if (!IsUnicode(file.Text))
                yield return new(field, "The text is not valid Unicode.");
        }

        if (files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Text)) > MaxFilesBytes)
            yield return new("storage.files", $"All files together have at most {MaxFilesBytes / 1024} KiB.");
    }

    static string? CheckNames(string path) =>
        path.Split('/').Any(name => name is "" or "." or "..")
            ? "Use a plain path: without '.', '..', double slashes or a slash at the end."
        : path.EnumerateRunes().Any(IsInvisible) || !IsUnicode(path)
            ? "Control and invisible characters are not allowed."
        : Encoding.UTF8.GetByteCount(path) > MaxPathBytes
        || path.Split('/').Any(name => Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
            ? $"Use at most {MaxPathBytes} bytes, and {MaxNameBytes} for each name."
        : null;

    static bool IsBelow(string path, string folder) => path.StartsWith($"{folder}/", StringComparison.Ordinal);

    static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    /// <summary>Half a surrogate pair has no bytes of its own: it would be written as another character.</summary>
    static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var used) != OperationStatus.Done)
                return false;
            text = text[used..];
        }

        return true;
    }
}
