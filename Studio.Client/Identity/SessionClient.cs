using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <summary>Signing in, and who one is.</summary>
public sealed class SessionClient
{
    private readonly RestConnection _connection;

    internal SessionClient(RestConnection connection) => _connection = connection;

    /// <summary>Creates the first administrator. <c>already-set-up</c> (409) once there is one.</summary>
    public Task<LoginResponse> SetUpAsync(SetupRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"setup",
            request,
            StudioJson.Default.SetupRequest,
            StudioJson.Tolerant.LoginResponse,
            stop
        );

    public Task<LoginResponse> LogInAsync(LoginRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"login",
            request,
            StudioJson.Default.LoginRequest,
            StudioJson.Tolerant.LoginResponse,
            stop
        );

    public Task<MeResponse> GetMeAsync(CancellationToken stop = default) =>
        _connection.GetAsync($"me", StudioJson.Tolerant.MeResponse, stop);
}
