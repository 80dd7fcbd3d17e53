namespace Studio.Domain.Redaction;

/// <summary>Text from a container, an image, a registry or the engine, with every known value replaced. Only a redactor makes one.</summary>
public sealed class RedactedText
{
    const string Cut = "…";

    readonly string _text;

    internal RedactedText(string text) => _text = text;

    /// <summary>Its beginning. Text is redacted first and cut afterwards: half a value is not known again.</summary>
    /// <param name="most">Characters, the mark of the cut not counted.</param>
    public RedactedText Shortened(int most)
    {
        if (_text.Length <= most)
            return this;
        // Not between the halves of one character.
        return new(_text[..(char.IsHighSurrogate(_text[most - 1]) ? most - 1 : most)] + Cut);
    }

    public override string ToString() => _text;
}
