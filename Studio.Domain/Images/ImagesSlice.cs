using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Images;

public static class ImagesSlice
{
    /// <summary>Seeing, deleting and pulling images. Needs an engine and the slice of launches.</summary>
    public static IServiceCollection AddImages(this IServiceCollection services) =>
        services
            .AddSingleton<ImageInventory>()
            .AddSingleton<ListImages>()
            .AddSingleton<DeleteImage>()
            .AddSingleton<PruneImages>()
            .AddSingleton<PullImage>();
}
