namespace Studio.Cli.Common;

/// <summary>The command was written wrongly; the sentence never quotes a value.</summary>
internal sealed class UsageException(string sentence) : Exception(sentence);
