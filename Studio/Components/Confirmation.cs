using Radzen;

namespace Studio.Components;

/// <summary>A question before something is destroyed or restarted.</summary>
/// <param name="Title">The question: "Delete weather?"</param>
/// <param name="Message">What happens, and whether it can be undone.</param>
/// <param name="Action">The button's verb: "Delete".</param>
public sealed record Confirmation(string Title, string Message, string Action)
{
    /// <summary>What it touches, one line each: "web (running)".</summary>
    public IReadOnlyList<string> Touches { get; init; } = [];

    /// <summary>A name to type before the button works, for when something runs; null: a click is enough.</summary>
    public string? Name { get; init; }

    /// <summary>Nothing is lost by it: the button has the accent's colour, not red.</summary>
    public bool Harmless { get; init; }
}

/// <summary>Asks a <see cref="Confirmation"/>.</summary>
public static class Confirmations
{
    /// <summary>True when the person confirmed; false when they cancelled, pressed Escape or closed the dialog.</summary>
    public static async Task<bool> ConfirmAsync(this DialogService dialogs, Confirmation question)
    {
        var answer = await dialogs.OpenAsync<ConfirmDialog>(
            question.Title,
            new Dictionary<string, object?> { [nameof(ConfirmDialog.Question)] = question },
            new DialogOptions { Width = "30rem", AutoFocusFirstElement = true }
        );
        return answer is true;
    }
}
