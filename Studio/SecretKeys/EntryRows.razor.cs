using Microsoft.AspNetCore.Components;
using Studio.Components;

namespace Studio.SecretKeys;

/// <summary>Rows of names and values: typed, or filled by pasting lines <c>NAME=value</c> into a name.</summary>
public sealed partial class EntryRows
{
    readonly Dictionary<EntryDraft, ElementReference> _names = [];
    EntryDraft? _focus;

    /// <summary>At least one. Changed in place.</summary>
    [Parameter, EditorRequired]
    public required List<EntryDraft> Rows { get; set; }

    /// <summary>With paths such as <c>entries[2].name</c>.</summary>
    [Parameter]
    public FormErrors Errors { get; set; } = FormErrors.None;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is null || !_names.TryGetValue(_focus, out var name))
            return;
        _focus = null;
        await name.FocusAsync();
    }

    void TypeName(EntryDraft row, string? typed)
    {
        var text = typed ?? "";
        var isPasted = text.Length - row.Name.Length > 1;
        if (isPasted && text.Contains('=', StringComparison.Ordinal))
        {
            Fill(row, text);
            return;
        }

        row.Name = text.ReplaceLineEndings("").Trim();
        if (text.Contains('\n', StringComparison.Ordinal))
            Insert(Rows.IndexOf(row) + 1, new());
    }

    void Fill(EntryDraft row, string text)
    {
        var pasted = EntryDraft.Read(text).ToList();
        if (pasted.Count == 0)
            return;
        // What had a name is what was replaced; a value that waits for its name stays.
        if (row.Name.Length > 0)
            row.Value = "";
        row.Name = "";
        EntryDraft.Fill(Rows, row, pasted);
    }

    void Add() => Insert(Rows.Count, new());

    void Insert(int index, EntryDraft row)
    {
        Rows.Insert(index, row);
        _focus = row;
    }

    void Remove(EntryDraft row)
    {
        Rows.Remove(row);
        _names.Remove(row);
        if (Rows.Count == 0)
            Add();
    }
}
