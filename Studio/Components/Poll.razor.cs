using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Studio.Components;

/// <summary>
/// Asks again and again while its page is open: for what no stream tells. The next wait begins when the last answer has come, so a
/// slow answer never piles up. Where asking fails, the page keeps what it has, this says that it is old, and the next one may do
/// better. Shows nothing otherwise.
/// </summary>
public sealed partial class Poll(TimeProvider time, IErrorBoundaryLogger log)
{
    bool _answered = true;

    [Parameter, EditorRequired]
    public required TimeSpan Every { get; set; }

    /// <summary>Asks. The token is cancelled when the page is left.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<CancellationToken> Tick { get; set; }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<bool> StreamAsync([EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(Every, time, stop);
            yield return await AskAsync(stop);
        }
    }

    /// <inheritdoc/>
    protected override void Receive(bool item) => _answered = item;

    async Task<bool> AskAsync(CancellationToken stop)
    {
        try
        {
            await InvokeAsync(() => Tick.InvokeAsync(stop));
            return true;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            await log.LogErrorAsync(failure);
            return false;
        }
    }
}
