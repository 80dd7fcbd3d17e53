using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>
/// A table whose search, order and page live in the address: the page reads them, loads <see cref="Rows"/> and passes both in.
/// Sorting and paging are links. On narrow screens each row becomes a card.
/// </summary>
public sealed partial class DataTable<T>(NavigationManager navigation, TimeProvider time) : IDisposable
{
    /// <summary>Long enough not to ask at every key, short enough to feel live.</summary>
    static readonly TimeSpan _typingPause = TimeSpan.FromMilliseconds(250);

    readonly List<Column<T>> _columns = [];
    CancellationTokenSource _typing = new();
    string? _typed;
    string? _asked;

    /// <summary>What is shown; null while it loads for the first time.</summary>
    [Parameter, EditorRequired]
    public required Rows<T>? Rows { get; set; }

    [Parameter, EditorRequired]
    public required ListQuery Query { get; set; }

    /// <summary><see cref="Column{T}"/>s.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Columns { get; set; }

    /// <summary>What makes a row itself: its id.</summary>
    [Parameter, EditorRequired]
    public required Func<T, object> Key { get; set; }

    /// <summary>What the table lists, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>"Search services"; null: no search box.</summary>
    [Parameter]
    public string? SearchLabel { get; set; }

    /// <summary>More controls beside the search box.</summary>
    [Parameter]
    public RenderFragment? Filters { get; set; }

    /// <summary>In place of the table when the list has nothing at all: an <see cref="EmptyState"/>.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    NavigationManager Navigation => navigation;

    string Summary =>
        Rows switch
        {
            null or { Total: 0 } => "",
            { Total: 1 } => "1 row",
            _ => Rows.Total.ToString("N0", CultureInfo.InvariantCulture) + " rows",
        };

    public void Dispose() => StopTyping();

    internal void Add(Column<T> column)
    {
        _columns.Add(column);
        StateHasChanged();
    }

    internal void Remove(Column<T> column)
    {
        if (_columns.Remove(column))
            StateHasChanged();
    }

    protected override void OnParametersSet()
    {
        // An answer to an earlier search must not overwrite what is being typed.
        if (Query.Search != _asked)
            _typed = _asked = Query.Search;
    }

    async Task SearchAsync()
    {
        StopTyping();
        var typing = (_typing = new()).Token;
        try
        {
            await Task.Delay(_typingPause, time, typing);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        // Replaces the entry in the history: back leaves the list instead of walking through what was typed.
        var query = ListQuery.From(_typed, Query.Sort, page: null);
        _asked = query.Search;
        navigation.NavigateTo(query.Uri(navigation), replace: true);
    }

    void StopTyping()
    {
        _typing.Cancel();
        _typing.Dispose();
    }

    string? AriaSort(Column<T> column) =>
        column.Sort is null
            ? null
            : Query.Direction(column.Sort) switch
            {
                1 => "ascending",
                -1 => "descending",
                _ => "none",
            };

    string SortIcon(string sort) =>
        Query.Direction(sort) switch
        {
            1 => "arrow_upward",
            -1 => "arrow_downward",
            _ => "unfold_more",
        };
}
