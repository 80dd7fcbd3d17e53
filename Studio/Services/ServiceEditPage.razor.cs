using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Services;

/// <summary>Creates a service, or edits one. What was typed stays until it is saved or the page is left.</summary>
public sealed partial class ServiceEditPage(
    PageDoor door,
    GetService get,
    CreateService create,
    UpdateService update,
    ListSecretKeys listKeys,
    ListPullSecrets listPullSecrets,
    DraftPreview preview,
    ServiceActions actions,
    NavigationManager navigation,
    NotificationService notifications
) : IDisposable
{
    /// <summary>What the drop-downs offer before somebody searches.</summary>
    static readonly PageRequest _first = new(Size: PageRequest.MaxSize);

    readonly DraftPreview _preview = preview;
    ServiceForm? _form;
    FormErrors _errors = FormErrors.None;
    Problem? _problem;
    IReadOnlyList<Crumb> _crumbs = [];
    IReadOnlyList<SecretKeysListItem> _keys = [];
    IReadOnlyList<PullSecretView> _pullSecrets = [];
    int? _version;
    bool _running;
    bool _saving;
    bool _previewed = true;

    /// <summary>Id or name; null: a new one.</summary>
    [Parameter]
    public string? Service { get; set; }

    /// <summary>The form is long: what a field says may not be in sight.</summary>
    string? Banner =>
        _problem?.Message
        ?? _errors.Banner
        ?? (_errors.Problem is null ? null : "Some fields are not right yet; each says what to do.");

    protected override Task OnParametersSetAsync()
    {
        _crumbs = Service is null
            ? [new("Services", "/services")]
            : [new("Services", "/services"), new(Service, $"/services/{Service}")];
        return LoadAsync();
    }

    /// <summary>Only once it is shown: the first paint does not wait for the engine.</summary>
    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        if (_previewed || _form is null)
            return Task.CompletedTask;
        _previewed = true;
        return RefreshAsync();
    }

    public void Dispose() => _preview.Dispose();

    async Task LoadAsync()
    {
        var keys = await door.RunAsync((actor, project) => listKeys.RunAsync(actor, project, _first, false, default));
        if (keys.Succeeded)
            _keys = keys.Value.Items;
        var secrets = await door.RunAsync(
            (actor, project) => listPullSecrets.RunAsync(actor, project, _first, default)
        );
        if (secrets.Succeeded)
            _pullSecrets = secrets.Value.Items;
        (_errors, _problem) = (FormErrors.None, keys.Problem ?? secrets.Problem);
        if (Service is null)
        {
            _form = new();
            return;
        }

        var service = await door.RunAsync((actor, project) => get.RunAsync(actor, project, Service, default));
        if (!service.TryGet(out var view, out var problem))
        {
            _problem = problem;
            return;
        }

        _form = ServiceForm.Of(view);
        _version = view.Version;
        _running = view.State.Status == ServiceStatus.Running;
        _previewed = false;
    }

    async Task RefreshAsync()
    {
        if (await _preview.RefreshAsync(_form!))
            StateHasChanged();
    }

    Task<IReadOnlyList<SecretKeysListItem>> FindKeysAsync(string search) =>
        FindAsync(search, (actor, project, page) => listKeys.RunAsync(actor, project, page, false, default));

    Task<IReadOnlyList<PullSecretView>> FindPullSecretsAsync(string search) =>
        FindAsync(search, (actor, project, page) => listPullSecrets.RunAsync(actor, project, page, default));

    async Task<IReadOnlyList<T>> FindAsync<T>(
        string search,
        Func<Actor, ProjectId, PageRequest, Task<Result<Page<T>>>> list
    )
    {
        var page = _first with { Search = search };
        var result = await door.RunAsync((actor, project) => list(actor, project, page));
        if (result.TryGet(out var found, out var problem))
            return found.Items;
        _problem = problem;
        StateHasChanged();
        return [];
    }

    Task SaveOverAsync(Stale stale)
    {
        _version = stale.Current;
        return SaveAsync(launch: false);
    }

    async Task SaveAsync(bool launch)
    {
        _saving = true;
        (_errors, _problem) = (FormErrors.None, null);
        var result = await StoreAsync();
        _saving = false;
        if (!result.TryGet(out var saved, out var problem))
        {
            _errors = ErrorsOf(problem);
            return;
        }

        var page = $"/services/{saved.Definition.Name}";
        if (!launch)
        {
            navigation.NavigateTo(page);
        }
        else if (await actions.LaunchAsync($"{saved.Id}") is { } refusal)
        {
            notifications.Notify(NotificationSeverity.Warning, "Saved, but not launched", refusal.Message, 10_000);
            navigation.NavigateTo($"{page}/preview");
        }
    }

    async Task<Result<ServiceView>> StoreAsync()
    {
        if (!_form!.ToDraft().TryGet(out var draft, out var unreadable))
            return unreadable;
        return await door.RunAsync(
            (actor, project) =>
                Service is null
                    ? create.RunAsync(actor, project, draft, default)
                    : update.RunAsync(actor, project, Service, draft, _version, default)
        );
    }

    static FormErrors ErrorsOf(Problem problem) =>
        FormErrors.Of(
            problem is Refused { Code: "registry-mismatch" } ? new Invalid("pullSecret", problem.Message) : problem,
            ServiceForm.Fields
        );
}
