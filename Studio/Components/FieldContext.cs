namespace Studio.Components;

/// <summary>What ties an input to its label, hint and error. Splat <see cref="Attributes"/> on the input.</summary>
/// <param name="Id">The input's id.</param>
/// <param name="Attributes"><c>id</c>, <c>aria-labelledby</c>, <c>aria-describedby</c>, <c>aria-invalid</c>, <c>aria-required</c>.</param>
public sealed record FieldContext(string Id, IReadOnlyDictionary<string, object> Attributes);
