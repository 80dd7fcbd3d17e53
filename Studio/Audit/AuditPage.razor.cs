using System.Globalization;
using Microsoft.AspNetCore.Components;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Audit;
using Studio.Domain.Common;

namespace Studio.Audit;

/// <summary>The audit log, newest first; its filters are in the address.</summary>
public sealed partial class AuditPage(PageDoor door, NavigationManager navigation, ListAudit list, VerifyAudit verify)
{
    Rows<AuditEntry>? _rows;
    AuditVerdict? _verdict;
    Problem? _problem;
    bool _verifying;
    string? _actor;
    string? _action;
    string? _subject;
    DateOnly? _from;
    DateOnly? _to;

    [SupplyParameterFromQuery]
    string? Actor { get; set; }

    [SupplyParameterFromQuery]
    string? Action { get; set; }

    [SupplyParameterFromQuery]
    string? Subject { get; set; }

    /// <summary>A day, in UTC.</summary>
    [SupplyParameterFromQuery]
    string? From { get; set; }

    /// <summary>A day in UTC, the whole of it.</summary>
    [SupplyParameterFromQuery]
    string? To { get; set; }

    [SupplyParameterFromQuery]
    string? Page { get; set; }

    ListQuery Query => ListQuery.From(null, null, Page);

    bool IsFiltered =>
        Actor is not null || Action is not null || Subject is not null || Day(From) is not null || Day(To) is not null;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (_actor, _action, _subject, _from, _to) = (Actor, Action, Subject, Day(From), Day(To));
        var filter = new AuditFilter(Actor, Action, Subject, Start(_from), End(_to));
        var result = await door.RunAsync((actor, _) => list.RunAsync(actor, filter, Query.ToPageRequest(), default));
        _rows = result.TryGet(out var found, out _problem) ? found.ToRows() : null;
    }

    void Apply() =>
        navigation.NavigateTo(
            navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>
                {
                    ["actor"] = Text(_actor),
                    ["action"] = Text(_action),
                    ["subject"] = Text(_subject),
                    ["from"] = Text(_from?.ToString("O", CultureInfo.InvariantCulture)),
                    ["to"] = Text(_to?.ToString("O", CultureInfo.InvariantCulture)),
                    ["page"] = null,
                }
            )
        );

    async Task VerifyAsync()
    {
        _verifying = true;
        var result = await door.RunAsync((actor, _) => verify.RunAsync(actor, default));
        _verifying = false;
        _verdict = result.TryGet(out var verdict, out var problem) ? verdict : null;
        _problem = problem ?? _problem;
    }

    static DateTimeOffset? Start(DateOnly? day) =>
        day is { } date ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero) : null;

    // After the last day of all there is nothing to leave out.
    static DateTimeOffset? End(DateOnly? day) => day == DateOnly.MaxValue ? null : Start(day?.AddDays(1));

    static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static Tone ToneOf(string result) =>
        result switch
        {
            "ok" => Tone.Success,
            "refused" => Tone.Warning,
            _ => Tone.Danger,
        };
}
