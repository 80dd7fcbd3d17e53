using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Metrics;

public static class MetricsSlice
{
    /// <summary>What services use of the machine, for the last hour. Needs an engine and container labels.</summary>
    public static IServiceCollection AddServiceMetrics(this IServiceCollection services) =>
        services
            .AddSingleton<LiveServices>()
            .AddSingleton<UsageSampler>()
            .AddHostedService(provider => provider.GetRequiredService<UsageSampler>())
            .AddSingleton<GetServiceMetrics>()
            .AddSingleton<GetServiceStats>()
            .AddSingleton<FollowServiceStats>()
            .AddSingleton<SurveyMetrics>();
}
