using System.Collections.Immutable;

namespace Studio.Domain.Common;

/// <summary>
/// An expected failure: a named sentence for the user that says what to do. It never quotes a secret value, not even one that was
/// just sent.
/// </summary>
/// <param name="Code">What follows <c>urn:studio:problem:</c> on the wire.</param>
/// <param name="Message">One or two sentences.</param>
public abstract record Problem(string Code, string Message);

/// <summary>The thing does not exist, or the caller may not know that it does.</summary>
public sealed record Missing(string What) : Problem("missing", $"{What} was not found.");

public sealed record NameTaken(string Name)
    : Problem("name-taken", $"The name '{Name}' is already in use. Choose another one.");

/// <summary>The actor lacks a permission.</summary>
public sealed record Denied(string Message) : Problem("denied", Message);

/// <summary>The stored version is not the one that the caller edited.</summary>
public sealed record Stale(int Current)
    : Problem(
        "stale",
        $"It was changed in the meantime: it is at version {Current} now. Load it again and repeat your change."
    )
{
    /// <summary>Names of the parts that were changed, where they are known.</summary>
    public ImmutableArray<string> Changed { get; init; } = [];
}

/// <summary>Something else still uses it.</summary>
/// <param name="Users">Names of the users, for people.</param>
public sealed record InUse(string Message, ImmutableArray<string> Users) : Problem("in-use", Message);

/// <summary>The vault is sealed: nothing is written and no value is opened.</summary>
public sealed record Sealed()
    : Problem(
        "sealed",
        "Studio is sealed: it runs without the right master key. Unseal it first; nothing was changed."
    );

/// <summary>One field of a request and what is wrong with it.</summary>
/// <param name="Field">A path such as <c>entries[2].name</c>, in the words of the wire.</param>
public readonly record struct FieldError(string Field, string Message);

/// <summary>The request is well formed, but one or more fields break a rule. Nothing was stored.</summary>
public sealed record Invalid(ImmutableArray<FieldError> Errors)
    : Problem(
        "invalid",
        Errors.Length == 1 ? Errors[0].Message : "Some fields are not valid. Correct them and try again."
    )
{
    public Invalid(string field, string message)
        : this([new FieldError(field, message)]) { }
}

/// <summary>The engine cannot be reached, so the truth about containers is not known.</summary>
public sealed record EngineUnavailable()
    : Problem(
        "engine-unavailable",
        "The container engine is not reachable. Start it, or check Studio:Docker:Endpoint; what runs keeps running."
    );

/// <summary>Understood, but refused for a reason that no field can mend.</summary>
public sealed record Refused(string Code, string Message) : Problem(Code, Message);
