using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Engine;

public static class EngineSlice
{
    public static IServiceCollection AddEngine(this IServiceCollection services) => services.AddSingleton<GetEngine>();
}
