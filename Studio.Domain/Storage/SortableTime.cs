using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Studio.Domain.Storage;

/// <summary>Stores times as RFC 3339 text in UTC of fixed width: SQLite has no time type, and this one compares and sorts.</summary>
public sealed class SortableTime()
    : ValueConverter<DateTimeOffset, string>(
        time => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture),
        text => DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
    )
{
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
}
