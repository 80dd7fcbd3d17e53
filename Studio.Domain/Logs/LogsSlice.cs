using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Logs;

public static class LogsSlice
{
    /// <summary>Reading what containers print. Needs an engine.</summary>
    public static IServiceCollection AddLogs(this IServiceCollection services) =>
        services
            .AddSingleton<LogSources>()
            .AddSingleton<ListLogs>()
            .AddSingleton<ReadServiceLogs>()
            .AddSingleton<OpenServiceLogs>();
}
