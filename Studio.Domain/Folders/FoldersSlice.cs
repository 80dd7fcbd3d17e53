using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Folders;

public static class FoldersSlice
{
    /// <summary>Folders of the host for containers.</summary>
    /// <param name="path">Where they are; made when the first is needed.</param>
    public static IServiceCollection AddFolders(this IServiceCollection services, string path) =>
        services.AddSingleton(new StorageRoot(path)).AddSingleton<ProjectFolders>();
}
