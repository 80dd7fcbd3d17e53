namespace Studio.Commands;

/// <summary>What terminals need of the web server.</summary>
static class CommandsDoor
{
    public static IServiceCollection AddTerminalSockets(this IServiceCollection services) =>
        services.AddSingleton<TerminalSockets>();

    /// <summary>Before anything looks whether a request is a WebSocket. One that answers no more is closed.</summary>
    public static void UseTerminalSockets(this WebApplication app) =>
        app.UseWebSockets(
            new WebSocketOptions
            {
                KeepAliveInterval = TimeSpan.FromSeconds(30),
                KeepAliveTimeout = TimeSpan.FromSeconds(20),
            }
        );
}
