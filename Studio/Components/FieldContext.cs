namespace Studio.Components;

/// <summary>What ties an input to its label, hint and error. Splat <see cref="Attributes"/> on the input.</summary>
/// <param name="Id">The input's id.</param>
/// <param name="Attributes"><c>id</c>, <c>aria-labelledby</c>, <c>aria-describedby</c>, <c>aria-invalid</c>, <c>aria-required</c>.</param>
/// <param name="Change">For inputs whose changes are no <c>input</c> event of the browser: the error is about the old choice.</param>
public sealed record FieldContext(string Id, IReadOnlyDictionary<string, object> Attributes, Action Change);
