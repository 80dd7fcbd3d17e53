namespace Studio.Hosting;

/// <summary>The start cannot go on. The message is one sentence for the operator, and names the setting to change.</summary>
/// <param name="key">The configuration key, such as <c>Studio:DataDirectory</c>.</param>
/// <param name="reason">The rest of the sentence. It does not quote values, which may be secrets.</param>
public sealed class StartException(string key, string reason) : Exception($"{key} {reason}");
