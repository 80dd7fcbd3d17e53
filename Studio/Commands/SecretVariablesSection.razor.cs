using Microsoft.AspNetCore.Components;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Services;

namespace Studio.Commands;

/// <summary>Rows that say which variable is filled from which entry of the project's secret keys. Nothing is asked before the first.</summary>
public sealed partial class SecretVariablesSection(PageDoor door, ListSecretKeys list)
{
    /// <summary>More than one would scroll through; searching finds the others.</summary>
    const int MostOffered = 200;

    IReadOnlyList<Option> _offered = [];
    Problem? _problem;
    bool _isEmpty;

    [Parameter, EditorRequired]
    public required SecretVariables Variables { get; set; }

    [Parameter, EditorRequired]
    public required FormErrors Errors { get; set; }

    /// <summary>Who is given them.</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }

    /// <summary>With an entry that is not given yet, under its own name, for that is what people mean.</summary>
    async Task AddAsync()
    {
        if (_offered.Count == 0)
            _offered = await ListAsync(null);
        _isEmpty = _offered.Count == 0 && _problem is null;
        if (_offered.Count == 0)
            return;
        var free =
            _offered.FirstOrDefault(entry => Variables.Rows.TrueForAll(row => row.Entry != entry.Value)) ?? _offered[0];
        Variables.Rows.Add(new() { Name = free.Value[(free.Value.IndexOf('/') + 1)..], Entry = free.Value });
    }

    /// <summary>Collections are searched by name on the server, which knows more of them than are offered; entries among what is here.</summary>
    async Task<IReadOnlyList<Option>> FindAsync(string search)
    {
        var found = await ListAsync(search.Split('/')[0]);
        return
        [
            .. found
                .Concat(_offered)
                .DistinctBy(entry => entry.Value)
                .Where(entry => entry.Value.Contains(search, StringComparison.OrdinalIgnoreCase)),
        ];
    }

    async Task<IReadOnlyList<Option>> ListAsync(string? search)
    {
        PageRequest page = new(Size: PageRequest.MaxSize, Search: search);
        var result = await door.RunAsync((actor, project) => list.RunAsync(actor, project, page, false, default));
        return result.TryGet(out var keys, out _problem)
            ?
            [
                .. keys
                    .Items.SelectMany(one => one.EntryNames.Select(entry => $"{one.Name}/{entry}"))
                    .Select(entry => new Option(entry, entry))
                    .Take(MostOffered),
            ]
            : [];
    }
}
