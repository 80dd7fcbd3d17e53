using Studio.Client.Common;

namespace Studio.Client.Vault;

/// <summary>The keys that encrypt what is stored; for administrators.</summary>
public sealed class VaultClient
{
    private readonly RestConnection _connection;

    internal VaultClient(RestConnection connection) => _connection = connection;

    public Task<KeysStatusResponse> GetStatusAsync(CancellationToken stop = default) =>
        _connection.GetAsync($"keys/status", StudioJson.Tolerant.KeysStatusResponse, stop);

    public Task<KeysStatusResponse> UnsealAsync(UnsealRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"keys/unseal",
            request,
            StudioJson.Default.UnsealRequest,
            StudioJson.Tolerant.KeysStatusResponse,
            stop
        );
}
