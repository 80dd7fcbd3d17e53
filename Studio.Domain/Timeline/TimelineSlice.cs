using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Timeline;

public static class TimelineSlice
{
    /// <summary>What happens to services' containers, written down. Needs an engine and container labels.</summary>
    public static IServiceCollection AddTimeline(this IServiceCollection services) =>
        services
            .AddSingleton<ServiceTimeline>()
            .AddSingleton<EventRecorder>()
            .AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
}
