using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Projects;

public static class ProjectsSlice
{
    public static IServiceCollection AddProjects(this IServiceCollection services) =>
        services.AddSingleton<FindProject>().AddSingleton<ListProjects>();
}
