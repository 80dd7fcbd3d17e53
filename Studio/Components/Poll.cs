using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>
/// Asks again and again while its page is open: for what no stream tells. Shows nothing. The next wait begins when the last answer
/// has come, so a slow answer never piles up.
/// </summary>
public sealed class Poll(TimeProvider time) : StreamingComponent<DateTimeOffset>
{
    [Parameter, EditorRequired]
    public required TimeSpan Every { get; set; }

    /// <summary>Asks. The token is cancelled when the page is left.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<CancellationToken> Tick { get; set; }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<DateTimeOffset> StreamAsync(
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        while (true)
        {
            await Task.Delay(Every, time, stop);
            await InvokeAsync(() => Tick.InvokeAsync(stop));
            yield return time.GetUtcNow();
        }
    }

    /// <inheritdoc/>
    protected override void Receive(DateTimeOffset item) { }
}
