using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Studio.Cli.Output;

/// <summary>JSON as YAML, by events and so without reflection. The only file that loads YamlDotNet.</summary>
internal static partial class YamlOutput
{
    public static string Format(JsonElement value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, false, 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart());
                foreach (var member in value.EnumerateObject())
                {
                    emitter.Emit(Scalar(member.Name));
                    Emit(emitter, member.Value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Any));
                foreach (var item in value.EnumerateArray())
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(Scalar(value.GetString()!));
                break;
            default:
                emitter.Emit(new Scalar(value.GetRawText()));
                break;
        }
    }

    private static Scalar Scalar(string text) =>
        new(
            anchor: null,
            tag: null,
            text,
            Plain.IsMatch(text) && !Word.IsMatch(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
            isPlainImplicit: true,
            isQuotedImplicit: true
        );

    /// <summary>Texts that every version of YAML reads as a text without quotes.</summary>
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./@-]*\z")]
    private static partial Regex Plain { get; }

    /// <summary>Texts that YAML 1.1 reads as something else.</summary>
    [GeneratedRegex(
        @"\A(true|false|null|yes|no|on|off|y|n)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Word { get; }
}
