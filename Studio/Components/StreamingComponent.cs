using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>
/// A component that shows a stream. It starts after the first interactive render, takes one item after the other on the
/// renderer's context, and when disposed cancels the stream and waits until it has ended, so that nothing is left behind.
/// Give it an <c>@key</c> of what it shows: another key is another stream.
/// </summary>
/// <typeparam name="T">What the stream gives. For fast streams a batch, since every item is rendered.</typeparam>
public abstract class StreamingComponent<T> : ComponentBase, IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    Task _running = Task.CompletedTask;

    /// <summary>The stream; it ends early when <paramref name="stop"/> is cancelled.</summary>
    protected abstract IAsyncEnumerable<T> StreamAsync(CancellationToken stop);

    /// <summary>Takes one item into the component's state; it is rendered afterwards.</summary>
    protected abstract void Receive(T item);

    /// <summary>The stream ended by itself.</summary>
    protected virtual void End() { }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _running = RunAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    async Task RunAsync()
    {
        try
        {
            await foreach (var item in StreamAsync(_stop.Token))
                await ShowAsync(() => Receive(item));
            await ShowAsync(End);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            // The nearest error boundary shows it, as for any other error of a component.
            await DispatchExceptionAsync(failure);
        }
    }

    Task ShowAsync(Action change) =>
        InvokeAsync(() =>
        {
            // Items that arrive while the component goes away belong to nobody.
            if (_stop.IsCancellationRequested)
                return;
            change();
            StateHasChanged();
        });
}
