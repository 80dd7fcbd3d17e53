using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

public static class LaunchesSlice
{
    /// <summary>Launching, stopping and following services. Needs an engine, a health probe, container labels, folders and launch options.</summary>
    /// <param name="logsFolder">Absolute.</param>
    public static IServiceCollection AddLaunches(this IServiceCollection services, string logsFolder) =>
        services
            .AddSingleton(new KeptLogsFolder(logsFolder))
            .AddSingleton<IServiceStates, ServiceStates>()
            .AddSingleton<ISecretUsage, SecretUsage>()
            .AddSingleton<IPullSecretUsage, SecretUsage>()
            .AddSingleton<LaunchPlanning>()
            .AddSingleton<LaunchFeed>()
            .AddSingleton<ImagePull>()
            .AddSingleton<HealthWait>()
            .AddSingleton<HealthMonitor>()
            .AddHostedService(provider => provider.GetRequiredService<HealthMonitor>())
            .AddSingleton<InstanceValues>()
            .AddSingleton<InstanceOutput>()
            .AddSingleton<CrashLoops>()
            .AddSingleton<CrashReports>()
            .AddSingleton<Recovery>()
            .AddSingleton<ServiceTurns>()
            .AddSingleton<LaunchFiles>()
            .AddSingleton<KeptLogs>()
            .AddSingleton<LaunchStorage>()
            .AddSingleton<ProjectNetworks>()
            .AddSingleton<ServiceContainers>()
            .AddSingleton<LaunchSteps>()
            .AddSingleton<LaunchExecution>()
            .AddSingleton<LaunchHistory>()
            .AddSingleton<LaunchQueue>()
            .AddHostedService(provider => provider.GetRequiredService<LaunchQueue>())
            .AddSingleton<IServiceRuntime, ServiceRuntime>()
            .AddSingleton<Reconciler>()
            .AddHostedService(provider => provider.GetRequiredService<Reconciler>())
            .AddSingleton<LaunchOrders>()
            .AddSingleton<PlanLaunch>()
            .AddSingleton<LaunchService>()
            .AddSingleton<RestartService>()
            .AddSingleton<RollBackService>()
            .AddSingleton<ResetService>()
            .AddSingleton<RollOutSecretKeys>()
            .AddSingleton<SwitchSecretKeys>()
            .AddSingleton<StopService>()
            .AddSingleton<GetLaunch>()
            .AddSingleton<FollowLaunch>()
            .AddSingleton<ListLaunches>()
            .AddSingleton<ListServiceEvents>()
            .AddSingleton<GetServiceHealth>();
}
