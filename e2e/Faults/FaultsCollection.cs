namespace Studio.EndToEnd.Faults;

/// <summary>One test at a time, and none beside them: they take the engine away and use up the machine.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class FaultsCollection;
