namespace Studio.EndToEnd.Faults;

/// <summary>Tests that take the engine away: one at a time, and none beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class EngineEndsCollection;
