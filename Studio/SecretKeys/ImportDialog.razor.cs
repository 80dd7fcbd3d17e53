using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>
/// Takes a <c>.env</c> text into a collection, after it has shown what that changes. Closes with the <see cref="SecretKeysDiff"/> of
/// what was done.
/// </summary>
public sealed partial class ImportDialog(
    PageDoor door,
    ImportSecretKeys import,
    DialogService dialogs,
    TimeProvider time
) : IDisposable
{
    /// <summary>Long enough not to ask at every key, short enough to feel live.</summary>
    public static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(300);

    static readonly (ImportMode, string Title, string What)[] _modes =
    [
        (ImportMode.Merge, "Merge", "They stay as they are."),
        (ImportMode.Replace, "Replace", "They are removed: the text is all there is."),
    ];

    // In the component only, and only while it is open: it may be a secret.
    string _text = "";
    ImportMode _mode;
    bool _allowReserved;
    int? _version;
    CancellationTokenSource _check = new();
    SecretKeysDiff? _diff;
    Problem? _problem;
    bool _isOutdated;
    bool _importing;
    bool _disposed;

    /// <summary>Whose collection it is.</summary>
    [Parameter, EditorRequired]
    public required Library Library { get; set; }

    /// <summary>The collection as it was seen.</summary>
    [Parameter, EditorRequired]
    public required SecretKeysView Keys { get; set; }

    bool CanImport =>
        !_isOutdated && _problem is null && _diff is { Invalid.Count: 0, ChangesNothing: false } && !_importing;

    /// <summary>Once it was ticked it stays, so that it can be taken back.</summary>
    bool AsksForReserved => _allowReserved || _diff?.Invalid.Any(error => error.Reason == Names.ReservedRule) == true;

    string? Refusal =>
        _problem is Stale stale
            ? $"Someone else saved version {stale.Current} in the meantime{ChangedBy(stale)}. What you gave is still here: check it again to see what it does to that version."
            : FormErrors.Of(_problem).Banner;

    public void Dispose()
    {
        _disposed = true;
        StopCheck();
        _text = "";
    }

    static string ChangedBy(Stale stale) =>
        stale.Changed.IsEmpty ? "" : $" and changed {string.Join(", ", stale.Changed)}";

    async Task ChangeAsync(string text)
    {
        // A file that was still being read when the dialog was closed.
        if (_disposed)
            return;
        _text = text;
        _isOutdated = true;
        try
        {
            await Task.Delay(TypingPause, time, RestartCheck());
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await CheckAsync();
    }

    Task ChooseAsync(ImportMode mode)
    {
        _mode = mode;
        return CheckAsync();
    }

    Task AllowReservedAsync(bool allowed)
    {
        _allowReserved = allowed;
        return CheckAsync();
    }

    async Task CheckAsync()
    {
        if (_disposed)
            return;
        var check = RestartCheck();
        if (_text.Length == 0)
        {
            (_diff, _problem, _isOutdated) = (null, null, false);
            return;
        }

        _isOutdated = true;
        var result = await RunAsync(dryRun: true);
        // The answer to what stood there before is no answer to what stands there now.
        if (check.IsCancellationRequested)
            return;
        _isOutdated = false;
        Take(result);
    }

    async Task ImportAsync()
    {
        if (!CanImport)
            return;
        _importing = true;
        var result = await RunAsync(dryRun: false);
        _importing = false;
        Take(result);
        if (result.TryGet(out var diff, out _))
            dialogs.Close(diff);
    }

    Task<Result<SecretKeysDiff>> RunAsync(bool dryRun) =>
        door.RunAsync(
            (actor, project) =>
                import.RunAsync(
                    actor,
                    Library.Owner(actor, project),
                    $"{Keys.Id}",
                    new SecretText(_text),
                    _mode,
                    _allowReserved,
                    dryRun,
                    _version ?? Keys.Version,
                    default
                )
        );

    void Take(Result<SecretKeysDiff> result)
    {
        _diff = result.TryGet(out var diff, out _problem) ? diff : null;
        if (_problem is Stale stale)
            _version = stale.Current;
    }

    CancellationToken RestartCheck()
    {
        StopCheck();
        return (_check = new()).Token;
    }

    void StopCheck()
    {
        _check.Cancel();
        _check.Dispose();
    }
}
