namespace Studio.Client.Logs;

/// <summary>One line that a container printed, without the secrets it was given.</summary>
/// <param name="At">When the engine recorded it.</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c>, or <c>studio</c> for a remark of Studio itself.</param>
/// <param name="Text">Without its line end. A long line comes in several pieces.</param>
public sealed record LogLineResponse(DateTimeOffset At, string Stream, string Text);
