namespace Studio.Services;

/// <summary>What the pages of services and launches, and the overview, need.</summary>
static class ServicePages
{
    public static IServiceCollection AddServicePages(this IServiceCollection services) =>
        services.AddScoped<ServiceActions>().AddTransient<DraftPreview>();
}
