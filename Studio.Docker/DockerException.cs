using System.Net;

namespace Studio.Docker;

/// <summary>
/// The engine refused or failed. The message is the engine's own; nothing of the request is in it, so neither are environment
/// values or passwords that were sent.
/// </summary>
public class DockerException : Exception
{
    /// <summary>Makes an error from the engine's answer.</summary>
    /// <param name="status">The HTTP status, or null when the answer had begun well and failed in its body.</param>
    public DockerException(HttpStatusCode? status, string message, Exception? inner = null)
        : base(message, inner) => Status = status;

    /// <summary>The engine's HTTP status. Null when the failure came inside a stream that had begun with 200.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>There is no such image, container or network.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>The name is taken, or the object is not in a state that allows the operation.</summary>
    public bool IsConflict => Status == HttpStatusCode.Conflict;
}

/// <summary>No engine answers at the endpoint, or it went away before its answer was complete. The operation may or may not have been done.</summary>
public sealed class DockerUnavailableException : DockerException
{
    /// <summary>Makes the error that says why nothing answers.</summary>
    public DockerUnavailableException(string message, Exception? inner = null)
        : base(null, message, inner) { }
}
