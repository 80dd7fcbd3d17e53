using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>A label, one input, and below it what is wrong and what it is for, tied together for screen readers.</summary>
public sealed partial class Field
{
    static int _count;

    string _id = "";

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The input. Splat the context's attributes on it.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment<FieldContext> ChildContent { get; set; }

    /// <summary>The input's id; null: one of our own. Static forms need theirs to be the same on every answer.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>What to enter, or what the choice costs.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Fields are required unless they say otherwise.</summary>
    [Parameter]
    public bool Optional { get; set; }

    FieldContext Context => new(_id, Attributes(), Change);

    protected override void OnInitialized() => _id = Id ?? $"field-{Interlocked.Increment(ref _count)}";

    Dictionary<string, object> Attributes()
    {
        var attributes = new Dictionary<string, object> { ["id"] = _id, ["aria-labelledby"] = $"{_id}-label" };
        var described = string.Join(
            ' ',
            new[] { Shown is null ? null : $"{_id}-error", Hint is null ? null : $"{_id}-hint" }.OfType<string>()
        );
        if (described.Length > 0)
            attributes["aria-describedby"] = described;
        if (Shown is not null)
            attributes["aria-invalid"] = "true";
        if (!Optional)
            attributes["aria-required"] = "true";
        return attributes;
    }
}
