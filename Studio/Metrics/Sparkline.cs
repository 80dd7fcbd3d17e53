using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Studio.Domain.Metrics;

namespace Studio.Metrics;

/// <summary>
/// A line as high as a word, of the last hour or since the service runs. It only goes with a figure, so screen readers pass over it.
/// </summary>
public sealed class Sparkline : ComponentBase
{
    const int Width = 64;
    const int Height = 20;
    const int Margin = 1;

    static readonly TimeSpan ShortestSpan = TimeSpan.FromMinutes(5);

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<UsagePoint> Points { get; set; }

    /// <summary>What of a point is drawn; null: nothing.</summary>
    [Parameter, EditorRequired]
    public required Func<UsagePoint, double?> Value { get; set; }

    /// <summary>The least value that reaches the top, so that noise stays at the bottom.</summary>
    [Parameter, EditorRequired]
    public required double Least { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (Path() is not { } path)
            return;
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", "sparkline");
        builder.AddAttribute(2, "viewBox", $"0 0 {Width} {Height}");
        builder.AddAttribute(3, "width", Width);
        builder.AddAttribute(4, "height", Height);
        builder.AddAttribute(5, "aria-hidden", "true");
        builder.OpenElement(6, "path");
        builder.AddAttribute(7, "d", path);
        builder.CloseElement();
        builder.CloseElement();
    }

    // Measured from the newest point and not from now: so it changes with the points only, and costs nothing in between.
    string? Path()
    {
        var drawn = Points
            .Select(point => (point.At, Value: Value(point)))
            .Where(point => point.Value is not null)
            .Select(point => (point.At, Value: point.Value!.Value))
            .ToList();
        if (drawn.Count < 2)
            return null;
        var end = drawn[^1].At;
        var span = Math.Max((end - drawn[0].At).TotalSeconds, ShortestSpan.TotalSeconds);
        var top = Math.Max(Least, drawn.Max(point => point.Value));
        var path = new StringBuilder();
        foreach (var (at, value) in drawn)
        {
            var x = Width * (1 - (end - at).TotalSeconds / span);
            var y = Height - Margin - (Height - 2 * Margin) * value / top;
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x:0.#} {y:0.#}");
        }

        return path.ToString();
    }
}
