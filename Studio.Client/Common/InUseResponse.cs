namespace Studio.Client.Common;

/// <summary>How many services use a thing, and how many of them run.</summary>
public sealed record InUseResponse(int Services, int Running);
