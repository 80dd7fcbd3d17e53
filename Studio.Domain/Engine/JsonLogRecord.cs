using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Studio.Domain.Engine;

/// <summary>
/// A line of the engine's own log file: <c>{"log":"text\n","stream":"stdout","time":"…"}</c>. See
/// <see href="https://docs.docker.com/engine/logging/drivers/json-file/">JSON File logging driver</see>.
/// </summary>
public static class JsonLogRecord
{
    static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static ReadOnlySpan<byte> Beginning => "{\"log\":\""u8;

    /// <summary>The end of a record without attributes, but for its time.</summary>
    static ReadOnlySpan<byte> Output => "\",\"stream\":\"stdout\",\"time\":\""u8;

    static ReadOnlySpan<byte> Error => "\",\"stream\":\"stderr\",\"time\":\""u8;

    /// <returns>False: it is no record, or only a part of one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, OutputBatch to)
    {
        // Most records are plain: they are read without a JSON reader, which takes ten times as long.
        if (line.StartsWith(Beginning) && line.EndsWith("\"}"u8))
        {
            var rest = line[Beginning.Length..^2];
            var room = to.Reserve(rest.Length);
            if (
                Unescape(rest, room, out var read, out var written)
                && rest[read..] is var end
                && (end.StartsWith(Output) || end.StartsWith(Error))
                && TryReadTime(end[Output.Length..], out var at)
            )
            {
                to.Add(at, end.StartsWith(Error), written);
                return true;
            }
        }

        return TryReadJson(line, to);
    }

    /// <summary>Writes a record, with the line feed that ends it.</summary>
    /// <param name="text">With its line end, or without one when the line goes on in the next record.</param>
    public static void Write(IBufferWriter<byte> to, DateTimeOffset at, bool isError, string text)
    {
        using (Utf8JsonWriter json = new(to, _plain))
        {
            json.WriteStartObject();
            json.WriteString("log"u8, text);
            json.WriteString("stream"u8, isError ? "stderr"u8 : "stdout"u8);
            json.WriteString("time"u8, $"{at.UtcDateTime:O}");
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    /// <summary>When a record was written.</summary>
    public static DateTimeOffset? TimeOf(ReadOnlySpan<byte> line)
    {
        var key = line.LastIndexOf("\"time\":\""u8);
        return key >= 0 && TryReadTime(line[(key + 8)..].TrimEnd("\"}"u8), out var at) ? at : null;
    }

    /// <param name="read">Up to the quote that ends the string.</param>
    /// <returns>False: it does not end, or has an escape that only a JSON reader knows.</returns>
    static bool Unescape(ReadOnlySpan<byte> json, Span<byte> text, out int read, out int written)
    {
        (read, written) = (0, 0);
        while (true)
        {
            var next = json[read..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return false;
            json.Slice(read, next).CopyTo(text[written..]);
            (read, written) = (read + next, written + next);
            if (json[read] == '"')
                return true;
            if (read + 1 >= json.Length)
                return false;
            switch ((char)json[read + 1])
            {
                case 'n':
                    text[written++] = (byte)'\n';
                    break;
                case 'r':
                    text[written++] = (byte)'\r';
                    break;
                case 't':
                    text[written++] = (byte)'\t';
                    break;
                case '"' or '\\' or '/':
                    text[written++] = json[read + 1];
                    break;
                // The engine writes these for control characters, colours among them, and for < > &.
                case 'u'
                    when read + 6 <= json.Length
                        && Utf8Parser.TryParse(json.Slice(read + 2, 4), out int code, out var digits, 'x')
                        && digits == 4
                        && code < 0x80:
                    text[written++] = (byte)code;
                    read += 4;
                    break;
                default:
                    return false;
            }

            read += 2;
        }
    }

    static bool TryReadJson(ReadOnlySpan<byte> line, OutputBatch to)
    {
        try
        {
            Utf8JsonReader json = new(line);
            if (
                JsonElement.TryParseValue(ref json, out var record)
                && record is { ValueKind: JsonValueKind.Object } found
            )
            {
                var text = Encoding.UTF8.GetBytes(found.GetProperty("log").GetString() ?? "");
                var isError = found.GetProperty("stream").GetString() == "stderr";
                var at = found.GetProperty("time").GetDateTimeOffset();
                text.CopyTo(to.Reserve(text.Length));
                to.Add(at, isError, text.Length);
                return true;
            }
        }
        // The engine was killed while it wrote this line, or somebody else wrote it.
        catch (Exception damage)
            when (damage is JsonException or KeyNotFoundException or InvalidOperationException or FormatException) { }
        return false;
    }

    /// <summary>RFC 3339 in UTC with up to nine decimals; what is below 100 ns is cut off.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> text, out DateTimeOffset at)
    {
        at = default;
        if (
            text.Length < 20
            || text[^1] != 'Z'
            || text[10] != 'T'
            || !TryReadNumber(text[..4], out var year)
            || !TryReadNumber(text[5..7], out var month)
            || !TryReadNumber(text[8..10], out var day)
            || !TryReadNumber(text[11..13], out var hour)
            || !TryReadNumber(text[14..16], out var minute)
            || !TryReadNumber(text[17..19], out var second)
            || month is < 1 or > 12
            || year < 1
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 59
        )
            return false;
        long ticks = 0;
        for (var (place, worth) = (20, TimeSpan.TicksPerSecond / 10); place < text.Length - 1; place++, worth /= 10)
        {
            if (!char.IsAsciiDigit((char)text[place]))
                return false;
            ticks += (text[place] - '0') * worth;
        }

        at = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(ticks);
        return true;
    }

    static bool TryReadNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
