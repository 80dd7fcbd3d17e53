using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>A column of a <see cref="DataTable{T}"/>.</summary>
public sealed class Column<T> : ComponentBase, IDisposable
{
    [CascadingParameter]
    DataTable<T> Table { get; set; } = null!;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The cell of a row.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment<T> ChildContent { get; set; }

    /// <summary>The word for it in <c>?sort=</c>; null: cannot be sorted by.</summary>
    [Parameter]
    public string? Sort { get; set; }

    /// <summary>Numbers: aligned to the end, digits of one width.</summary>
    [Parameter]
    public bool Numeric { get; set; }

    /// <summary>The column of a row's buttons: its title is for screen readers only.</summary>
    [Parameter]
    public bool Actions { get; set; }

    public void Dispose() => Table.Remove(this);

    /// <inheritdoc/>
    protected override void OnInitialized() => Table.Add(this);

    internal string? Class =>
        Numeric ? "numeric numbers"
        : Actions ? "actions"
        : null;
}
