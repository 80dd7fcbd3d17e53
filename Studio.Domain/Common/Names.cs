using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Studio.Domain.Common;

/// <summary>The rules of names, each with the sentence that people see. No name is ever corrected silently.</summary>
public static partial class Names
{
    public const string Rule =
        "Use 1 to 63 lowercase letters, digits and dashes; begin and end with a letter or a digit.";

    public const string EntryRule = "Use 1 to 128 letters, digits and underscores; do not begin with a digit.";

    public const string ReservedRule =
        "This name changes how programs are found or loaded. Confirm it with allowReserved, or choose another one.";

    /// <summary>What is wrong with a resource's name, or null.</summary>
    public static string? Check(string? name) =>
        name is null || !ResourceName().IsMatch(name) ? Rule
        : WireId.HasForm(name) ? "A name must not have the form of an id."
        : null;

    /// <summary>What is wrong with the name of an environment variable, or null.</summary>
    public static string? CheckEntry(string? name) => name is null || !EntryName().IsMatch(name) ? EntryRule : null;

    /// <summary>
    /// Whether a variable changes how programs are found or loaded
    /// (<see href="https://man7.org/linux/man-pages/man8/ld.so.8.html">ld.so</see>): to set it takes an explicit yes.
    /// </summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>
    /// What is wrong with the variable that an entry becomes when it is renamed or prefixed, or null. An entry that has a reserved
    /// name itself took its yes when it was stored.
    /// </summary>
    public static string? CheckVariable(string entry, string variable, bool allowReserved) =>
        CheckEntry(variable) ?? (IsReserved(variable) && variable != entry && !allowReserved ? ReservedRule : null);

    static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "PATH",
        "LD_AUDIT",
        "LD_DEBUG_OUTPUT",
        "LD_LIBRARY_PATH",
        "LD_ORIGIN_PATH",
        "LD_PRELOAD",
        "LD_PROFILE_OUTPUT",
        "GCONV_PATH",
        "GLIBC_TUNABLES",
        "BASH_ENV"
    );

    // \z and not $: .NET's $ lets a final newline through.
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex ResourceName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex EntryName();
}
