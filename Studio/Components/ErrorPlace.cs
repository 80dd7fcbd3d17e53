using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>
/// A place in a form that says what the last check found there, until somebody changes it. Errors of rows stay with their rows,
/// though a row that was removed has moved the paths of others.
/// </summary>
public abstract class ErrorPlace : ComponentBase
{
    FormErrors? _shown;
    bool _isNew = true;

    /// <summary>A sentence with the next step; null while all is fine.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>The last check of the form. Where there is none, <see cref="Error"/> is shown as it comes.</summary>
    [CascadingParameter]
    FormErrors? Check { get; set; }

    /// <summary>What is shown of <see cref="Error"/>.</summary>
    protected string? Shown { get; private set; }

    /// <summary>Takes the first change of an input inside, and listens no longer: typing is nobody's business otherwise.</summary>
    protected EventCallback OnInput => Shown is null ? default : EventCallback.Factory.Create(this, Change);

    /// <summary>What the error is about was changed.</summary>
    protected void Change() => Shown = null;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _isNew |= Check is null || !ReferenceEquals(Check, _shown);
        if (_isNew)
            (_shown, Shown) = (Check, Error);
    }

    /// <summary>The check comes by the cascade before its error comes from the form, both before this.</summary>
    protected override void OnAfterRender(bool firstRender) => _isNew = false;
}
