using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <summary>API tokens: the caller's own, and for administrators those of others.</summary>
public sealed class TokensClient
{
    private readonly RestConnection _connection;

    internal TokensClient(RestConnection connection) => _connection = connection;

    /// <param name="user">Id or e-mail address of their owner; null: the caller.</param>
    public Task<PagedResponse<TokenResponse>> ListAsync(
        ListQuery? query = null,
        string? user = null,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"tokens{new RestQuery(query, ("user", user))}",
            StudioJson.Tolerant.PagedResponseTokenResponse,
            stop
        );

    /// <summary>The answer alone holds the token's text.</summary>
    public Task<CreatedTokenResponse> CreateAsync(CreateTokenRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"tokens",
            request,
            StudioJson.Default.CreateTokenRequest,
            StudioJson.Tolerant.CreatedTokenResponse,
            stop
        );

    /// <summary>Ends those that were made with it, too.</summary>
    public Task DeleteAsync(string token, CancellationToken stop = default) =>
        _connection.DeleteAsync($"tokens/{token}", version: null, stop);
}
