using System.Globalization;

namespace Studio.Components;

/// <summary>Sizes for people.</summary>
public static class ByteSize
{
    static readonly string[] _units = ["KiB", "MiB", "GiB", "TiB"];

    /// <summary><c>1 byte</c>, <c>40 bytes</c>, <c>1.5 KiB</c>: binary units, at most one decimal.</summary>
    public static string Text(long bytes)
    {
        if (bytes < 1024)
            return bytes == 1 ? "1 byte" : $"{bytes} bytes";
        var size = bytes / 1024d;
        var unit = 0;
        // 1023.95 would be shown as 1024.
        while (size >= 1023.95 && unit < _units.Length - 1)
        {
            size /= 1024;
            unit++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {_units[unit]}");
    }
}
