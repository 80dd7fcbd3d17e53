using System.Net;
using Studio.Docker;
using Studio.Domain.Engine;

namespace Studio.Adapters.Docker;

/// <summary>
/// From Docker's errors to ours. Docker tells registry errors apart by text only; the texts are those that engines and registries
/// were seen to give.
/// </summary>
static class EngineErrors
{
    static readonly string[] Denied =
    [
        "unauthorized",
        "no basic auth credentials",
        "access denied",
        "requested access",
        "denied:",
        "authentication required",
    ];

    static readonly string[] Unreachable =
    [
        "connection refused",
        "no such host",
        "i/o timeout",
        "tls:",
        "x509",
        "request canceled",
        "server gave http response",
        "eof",
        "network is unreachable",
        "no route to host",
        "context deadline exceeded",
        "received unexpected http status",
    ];

    /// <summary>
    /// What an engine answers while it stops: it has let go of containerd, or of what it was doing. That says nothing of the container.
    /// </summary>
    static readonly string[] Stopping =
    [
        "transport is closing",
        "connection is closing",
        "error reading from server: EOF",
        "ttrpc: closed",
        "context canceled",
    ];

    public static Task TranslateAsync(Func<Task> act) =>
        TranslateAsync(async () =>
        {
            await act();
            return true;
        });

    /// <param name="pulled">What a registry was asked for, if one was.</param>
    /// <exception cref="EngineException">Docker refused or is away.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> act, ImageReference? pulled = null)
    {
        try
        {
            return await act();
        }
        catch (DockerUnavailableException exception)
        {
            throw new EngineException(EngineFailure.Unavailable, exception.Message, exception);
        }
        catch (DockerException exception)
        {
            throw pulled is null ? OfContainer(exception) : OfRegistry(exception, pulled);
        }
    }

    static EngineException OfRegistry(DockerException exception, ImageReference image)
    {
        var text = exception.Message.ToLowerInvariant();
        if (exception.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || Denied.Any(text.Contains))
        {
            return new EngineException(
                EngineFailure.PullDenied,
                $"The registry {image.Server} refused to give {image}: the user name or the password is wrong, or the account may "
                    + "not pull it. Test the image pull secret.",
                exception
            );
        }

        if (exception.IsNotFound || text.Contains("manifest unknown", StringComparison.Ordinal))
        {
            return new EngineException(
                EngineFailure.ImageMissing,
                $"The registry {image.Server} does not have {image}. Check the path and the tag.",
                exception
            );
        }

        return Unreachable.Any(text.Contains)
            ? new EngineException(
                EngineFailure.RegistryUnavailable,
                $"The registry {image.Server} cannot be reached ({exception.Message}).",
                exception
            )
            : new EngineException(EngineFailure.Other, exception.Message, exception);
    }

    static EngineException OfContainer(DockerException exception)
    {
        var text = exception.Message;
        if (IsStopping(exception.Status, text))
            return new EngineException(EngineFailure.Unavailable, $"The engine stops ({text}).", exception);
        // A taken port fails the start with a 500, everything else that is taken is a 409.
        if (
            exception.IsConflict
            || text.Contains("port is already allocated", StringComparison.Ordinal)
            || text.Contains("address already in use", StringComparison.Ordinal)
        )
            return new EngineException(EngineFailure.Conflict, text, exception);
        return exception.IsNotFound && text.Contains("No such image", StringComparison.OrdinalIgnoreCase)
                ? new EngineException(EngineFailure.ImageMissing, text, exception)
            : exception.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
            || text.Contains("OCI runtime", StringComparison.Ordinal)
                ? new EngineException(EngineFailure.BadContainer, text, exception)
            : new EngineException(EngineFailure.Other, text, exception);
    }

    /// <summary>A text may quote what a person wrote: an entry point <c>/run/containerd.sock</c> is no engine that stops.</summary>
    static bool IsStopping(HttpStatusCode? status, string text) =>
        status == HttpStatusCode.InternalServerError
        && !text.Contains("OCI runtime", StringComparison.Ordinal)
        && (Array.Exists(Stopping, text.Contains) || HasNoContainerd(text));

    static bool HasNoContainerd(string text) =>
        text.Contains("containerd.sock", StringComparison.Ordinal)
        && (text.Contains("dial", StringComparison.Ordinal) || text.Contains("connect:", StringComparison.Ordinal));
}
