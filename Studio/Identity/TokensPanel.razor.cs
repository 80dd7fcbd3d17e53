using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Identity;

/// <summary>One's own API tokens. The text of a new one is shown once, until it is put away or the page is left.</summary>
public sealed partial class TokensPanel(PageDoor door, DialogService dialogs, ListTokens list, RevokeToken revoke)
{
    Rows<ApiToken>? _rows;
    NewToken? _created;
    Problem? _problem;
    bool _creating;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    async Task LoadAsync()
    {
        var page = new PageRequest(Size: PageRequest.MaxSize);
        var result = await door.RunAsync((actor, _) => list.RunAsync(actor, page, default));
        if (result.TryGet(out var found, out var problem))
            _rows = found.ToRows();
        _problem ??= problem;
    }

    void Begin() => (_creating, _created) = (true, null);

    Task ShowAsync(NewToken created)
    {
        (_creating, _created, _problem) = (false, created, null);
        return LoadAsync();
    }

    async Task RevokeAsync(ApiToken token)
    {
        var question = new Confirmation(
            $"Revoke {token.Name}?",
            "Whatever uses this token is refused from now on. It cannot be undone.",
            "Revoke"
        );
        if (!await dialogs.ConfirmAsync(question))
            return;
        var result = await door.RunAsync((actor, _) => revoke.RunAsync(actor, $"{token.Id}", default));
        _problem = result.Problem;
        if (_created?.Token.Id == token.Id)
            _created = null;
        await LoadAsync();
    }
}
