using System.Text;

namespace Studio.Domain.Common;

/// <summary>
/// A secret value. It cannot print itself, is not a record and cannot be serialized: every use is a visible call of
/// <see cref="Reveal"/>. .NET strings cannot be zeroed, so this reduces where a value lives and promises no more.
/// </summary>
public sealed class SecretText(string value)
{
    public const string Mask = "••••••••";

    public static SecretText Empty { get; } = new("");

    /// <summary>Length in UTF-8 bytes, which is what environment and files are measured in.</summary>
    public int Bytes => Encoding.UTF8.GetByteCount(value);

    public bool IsEmpty => value.Length == 0;

    public string Reveal() => value;

    public override string ToString() => "•••";
}
