using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Services;

/// <summary>Creates a service, or edits one. What was typed stays until it is saved or the page is left.</summary>
public sealed partial class ServiceEditPage(
    PageDoor door,
    CurrentActor actors,
    CurrentProject projects,
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
    static readonly PageRequest _all = new(Size: PageRequest.MaxSize);

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
        var (actor, project) = (await actors.GetAsync(), await projects.GetAsync());
        if ((await listKeys.RunAsync(actor, project, _all, false, default)).TryGet(out var keys, out _problem))
            _keys = keys.Items;
        if ((await listPullSecrets.RunAsync(actor, project, _all, default)).TryGet(out var secrets, out _problem))
            _pullSecrets = secrets.Items;
        _errors = FormErrors.None;
        if (Service is null)
        {
            _form = new();
            return;
        }

        if (!(await get.RunAsync(actor, project, Service, default)).TryGet(out var view, out _problem))
            return;
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
