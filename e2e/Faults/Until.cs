using System.Diagnostics;

namespace Studio.EndToEnd.Faults;

/// <summary>Waits for what must come to pass; how fast is the machine's affair.</summary>
static class Until
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="what">The condition as a sentence, for whoever reads of it in vain.</param>
    public static Task TrueAsync(string what, Func<Task<bool>> condition) => TrueAsync(() => what, condition);

    /// <inheritdoc cref="TrueAsync(string, Func{Task{bool}})"/>
    public static async Task TrueAsync(Func<string> what, Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < Patience, $"{Patience.TotalSeconds} s have not made it true: {what()}");
            await Task.Delay(Poll, Stop);
        }
    }
}
