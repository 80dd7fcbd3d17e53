namespace Studio.Client;

/// <summary>Studio understood and refused, or failed. It never holds what was sent.</summary>
public sealed class StudioException : Exception
{
    internal StudioException(
        string code,
        int status,
        string detail,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null,
        Exception? inner = null
    )
        : base(detail, inner)
    {
        Code = code;
        Status = status;
        Errors = errors ?? new Dictionary<string, IReadOnlyList<string>>();
    }

    /// <summary>The problem's code, such as <c>name-taken</c>; <c>unexpected-answer</c> for what is no answer of Studio.</summary>
    public string Code { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>A sentence that says what to do.</summary>
    public string Detail => Message;

    /// <summary>Sentences by field, where the input was invalid.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; }
}

/// <summary>Studio could not be reached, or went away in the middle of an answer.</summary>
public sealed class StudioUnreachableException : Exception
{
    internal StudioUnreachableException(Uri server, Exception inner)
        // Without the user and password that an address may carry.
        : base(
            $"Studio is not reachable at {server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}.",
            inner
        ) { }
}
