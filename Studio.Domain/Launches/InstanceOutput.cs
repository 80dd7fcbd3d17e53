using Studio.Domain.Engine;
using Studio.Domain.Redaction;

namespace Studio.Domain.Launches;

/// <summary>The last lines of a container, for people who ask why it ended.</summary>
public sealed class InstanceOutput(IContainerEngine engine)
{
    /// <summary>Records before the first line that is shown: a value may have begun there.</summary>
    public const int Context = 64;

    const int LongestLine = 2048;

    /// <returns>At most so many lines, without empty ones.</returns>
    /// <exception cref="EngineException">The container is gone, or the engine is.</exception>
    internal async Task<IReadOnlyList<RedactedText>> TailAsync(
        string container,
        KnownValues known,
        int count,
        CancellationToken stop
    )
    {
        RedactedOutput output = new(known);
        List<RedactedLine> lines = [];
        await foreach (var batch in engine.ReadOutputAsync(container, new() { Tail = count + Context }, stop))
            output.Write(batch, lines);
        output.Complete(lines);
        return
        [
            .. lines
                .Select(line => line.Text.Shortened(LongestLine))
                .Where(text => !string.IsNullOrWhiteSpace($"{text}"))
                .TakeLast(count),
        ];
    }
}
