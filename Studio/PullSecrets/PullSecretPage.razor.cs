using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.PullSecrets;

namespace Studio.PullSecrets;

/// <summary>Makes or changes one image pull secret: the same form for both.</summary>
public sealed partial class PullSecretPage(
    PageDoor door,
    DialogService dialogs,
    NavigationManager navigation,
    GetPullSecret get,
    CreatePullSecret create,
    UpdatePullSecret update,
    DeletePullSecret delete,
    TestPullSecret test,
    TestUnsavedPullSecret testUnsaved
)
{
    /// <summary>Ends before the connection test, so that Enter there does not save; its button stands behind that.</summary>
    const string FormId = "pull-secret";

    static readonly Crumb[] _crumbs = [new("Secrets", "/secrets"), new("Image pull secrets", "/secrets/pull")];

    PullSecretView? _secret;
    AccountDraft? _draft;
    string _name = "";
    int? _version;
    bool _saving;
    string? _saved;
    Problem? _problem;
    FormErrors _errors = FormErrors.None;

    /// <summary>Name or id; null: a new one.</summary>
    [Parameter]
    public string? Name { get; set; }

    string? Stored => _secret is not null && _secret.Kind == _draft?.Kind ? _secret.Preview.Text : null;

    string About =>
        _secret switch
        {
            null => "The name is what services refer to.",
            { InUse.Services: 0 } => "No service uses it.",
            _ => $"{_secret.InUse}.",
        };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_draft is not null && (Name == _secret?.Name || Name == $"{_secret?.Id}"))
            return;
        if (Name is null)
        {
            _draft = new();
            return;
        }

        var result = await door.RunAsync((actor, project) => get.RunAsync(actor, project, Name, default));
        if (result.TryGet(out var secret, out _problem))
            Show(secret);
    }

    void Show(PullSecretView secret)
    {
        (_secret, _name, _version) = (secret, secret.Name, secret.Version);
        _draft = AccountDraft.Of(secret);
    }

    async Task SaveAsync()
    {
        if (_saving)
            return;
        _saving = true;
        var (name, account) = (_name.Trim(), _draft!.ToAccount());
        var result = await door.RunAsync(
            (actor, project) =>
                _secret is null
                    ? create.RunAsync(actor, project, name, account, default)
                    : update.RunAsync(actor, project, $"{_secret.Id}", name, account, _version, default)
        );
        _saving = false;
        _errors = ErrorsOf(result.Problem);
        if (result.Problem is Stale stale)
            _version = stale.Current;
        if (!result.TryGet(out var saved, out _))
            return;
        if (_secret is null)
            navigation.NavigateTo("/secrets/pull");
        else
            ShowSaved(saved);
    }

    void ShowSaved(PullSecretView saved)
    {
        Show(saved);
        _saved = "Saved. What runs is not touched; the next pull uses it.";
        if (saved.Name != Name)
            navigation.NavigateTo($"/secrets/pull/{saved.Name}", replace: true);
    }

    async Task<RegistryTest?> TestAsync(string? image)
    {
        var account = _draft!.ToAccount();
        // The stored password is only ever tried with what is stored beside it.
        var isStored = _secret is not null && account == AccountDraft.Of(_secret).ToAccount();
        var result = await door.RunAsync(
            (actor, project) =>
                isStored
                    ? test.RunAsync(actor, project, $"{_secret!.Id}", image, default)
                    : testUnsaved.RunAsync(actor, project, _name, account, image, default)
        );
        _errors = ErrorsOf(result.Problem);
        StateHasChanged();
        return result.TryGet(out var found, out _) ? found : null;
    }

    async Task DeleteAsync()
    {
        var question = new Confirmation(
            $"Delete {_secret!.Name}?",
            _secret.InUse.Services == 0
                ? "Nothing uses it. Its password is gone for good."
                : $"{_secret.InUse}: it can be deleted when no service uses it any more.",
            "Delete"
        );
        if (!await dialogs.ConfirmAsync(question))
            return;
        var (id, version) = ($"{_secret.Id}", _secret.Version);
        var result = await door.RunAsync((actor, project) => delete.RunAsync(actor, project, id, version, default));
        _errors = ErrorsOf(result.Problem);
        if (result.Succeeded)
            navigation.NavigateTo("/secrets/pull");
    }

    FormErrors ErrorsOf(Problem? problem)
    {
        _saved = null;
        return problem is InUse used
            ? FormErrors.Of(new Refused(used.Code, $"{used.Message} Used by: {string.Join(", ", used.Users)}."))
            : FormErrors.Of(problem, ["name", "server", "image", .. _draft!.Fields]);
    }
}
