using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <summary>The caller's API tokens.</summary>
public sealed class TokensClient
{
    private readonly RestConnection _connection;

    internal TokensClient(RestConnection connection) => _connection = connection;

    public Task<PagedResponse<TokenResponse>> ListAsync(ListQuery? query = null, CancellationToken stop = default) =>
        _connection.GetAsync($"tokens{query}", StudioJson.Tolerant.PagedResponseTokenResponse, stop);

    /// <summary>The answer alone holds the token's text.</summary>
    public Task<CreatedTokenResponse> CreateAsync(CreateTokenRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"tokens",
            request,
            StudioJson.Default.CreateTokenRequest,
            StudioJson.Tolerant.CreatedTokenResponse,
            stop
        );

    public Task DeleteAsync(string token, CancellationToken stop = default) =>
        _connection.DeleteAsync($"tokens/{token}", version: null, stop);
}
