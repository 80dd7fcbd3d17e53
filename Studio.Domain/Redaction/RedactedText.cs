namespace Studio.Domain.Redaction;

/// <summary>Text from a container, an image, a registry or the engine, with every known value replaced. Only a redactor makes one.</summary>
public sealed class RedactedText
{
    readonly string _text;

    internal RedactedText(string text) => _text = text;

    public override string ToString() => _text;
}
