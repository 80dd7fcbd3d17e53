using Studio.Domain.Engine;

namespace Studio.Images;

/// <summary>The newest word on each layer of a pull, told by one thread and shown by another.</summary>
sealed class LayerProgress
{
    readonly Lock _lock = new();
    readonly List<PullProgress> _layers = [];

    /// <summary>In the order in which they came up.</summary>
    public IReadOnlyList<PullProgress> Layers
    {
        get
        {
            lock (_lock)
                return [.. _layers];
        }
    }

    public void Take(PullProgress step)
    {
        // Of a pull's first step the engine gives the tag in the place of a layer.
        if (step.Layer is null || step.Status.StartsWith("Pulling from", StringComparison.Ordinal))
            return;
        lock (_lock)
        {
            var at = _layers.FindIndex(known => known.Layer == step.Layer);
            if (at < 0)
                _layers.Add(step);
            else
                _layers[at] = step;
        }
    }
}
