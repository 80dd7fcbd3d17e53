using System.Diagnostics.CodeAnalysis;

namespace Studio.Domain.Common;

/// <summary>Either what a use case gives, or the <see cref="Common.Problem"/> that kept it from doing so.</summary>
public readonly struct Result<T>
{
    readonly T? _value;

    Result(T? value, Problem? problem)
    {
        _value = value;
        Problem = problem;
    }

    public Problem? Problem { get; }

    public bool Succeeded => Problem is null;

    /// <exception cref="InvalidOperationException">It failed: look at <see cref="Problem"/> first.</exception>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException($"Failed: {Problem.Code}.");

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Problem? problem)
    {
        value = _value;
        problem = Problem;
        return problem is null;
    }

    public TOut Match<TOut>(Func<T, TOut> success, Func<Problem, TOut> failure) =>
        Problem is null ? success(_value!) : failure(Problem);

    /// <summary>For a <typeparamref name="T"/> that is an interface, which no conversion can be made from.</summary>
    public static Result<T> Success(T value) => new(value, null);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);
}

/// <summary>The value of a use case that gives nothing but success.</summary>
public readonly record struct Done
{
    public static readonly Done Value;
}
