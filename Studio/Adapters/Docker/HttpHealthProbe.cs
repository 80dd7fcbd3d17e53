using System.Net;
using Studio.Domain.Launches;

namespace Studio.Adapters.Docker;

/// <summary>Asks containers over HTTP, so that images need no client of their own. What they answer is not read.</summary>
sealed class HttpHealthProbe : IHealthProbe, IDisposable
{
    readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            // A container that is replaced may leave its address to the next one.
            PooledConnectionLifetime = TimeSpan.Zero,
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<string?> ProbeAsync(
        string address,
        int port,
        string path,
        TimeSpan timeout,
        CancellationToken stop
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(timeout);
        try
        {
            var host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}:{port}{path}");
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest
                ? null
                : $"it answered {(int)answer.StatusCode}.";
        }
        catch (HttpRequestException exception)
        {
            return exception.HttpRequestError == HttpRequestError.ConnectionError
                ? "nothing listens there."
                : $"no proper HTTP answer came ({exception.HttpRequestError}).";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no answer came within {timeout.TotalSeconds:0} s.";
        }
    }

    public void Dispose() => _http.Dispose();
}
