using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Commands;

public static class CommandsSlice
{
    /// <summary>Commands and terminals in containers. Needs an engine.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) =>
        services
            .AddSingleton<CommandTargets>()
            .AddSingleton<RunServiceCommand>()
            .AddSingleton<OpenTerminal>()
            .AddSingleton<AttachTerminal>()
            .AddSingleton<Terminals>()
            .AddHostedService(provider => provider.GetRequiredService<Terminals>());
}
