namespace Studio.Client.Services;

/// <param name="SecretEnv">Variables for this launch only: <c>{"ENV": "&lt;keys id or name&gt;/&lt;ENTRY&gt;"}</c>.</param>
public sealed record LaunchServiceRequest(IReadOnlyDictionary<string, string>? SecretEnv = null);

/// <param name="Force">Kill at once, without a grace period.</param>
public sealed record StopServiceRequest(bool Force = false);

/// <param name="LaunchId">The launch to return to: its image digest and its secret versions.</param>
public sealed record RollBackServiceRequest(string LaunchId);
