using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Services;

public static class ServicesSlice
{
    /// <summary>What should run: storing and reading services.</summary>
    public static IServiceCollection AddServices(this IServiceCollection services) =>
        services
            .AddSingleton<CreateService>()
            .AddSingleton<UpdateService>()
            .AddSingleton<DeleteService>()
            .AddSingleton<GetService>()
            .AddSingleton<ListServices>()
            .AddSingleton<SurveyServices>()
            .AddSingleton<ListRevisions>();
}
