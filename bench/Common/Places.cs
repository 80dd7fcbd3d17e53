namespace Studio.Bench.Common;

/// <summary>What <c>script/build</c> and <c>script/engine</c> made, and where the results go.</summary>
static class Places
{
    public static string Root { get; } = FindRoot();

    public static string Server => Path.Combine(Root, "artifacts/server/Studio");

    public static string Cli => Path.Combine(Root, "artifacts/cli/studio");

    public static string Results => Path.Combine(Root, "bench/RESULTS.md");

    public static string Engine => Variable("DOCKER_HOST");

    public static string Registry => Variable("STUDIO_TEST_REGISTRY");

    public static string RegistryUser => Variable("STUDIO_TEST_REGISTRY_USER");

    public static string RegistryPassword => Variable("STUDIO_TEST_REGISTRY_PASSWORD");

    static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: run  script/bench");

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Studio.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Studio.sln is not above the program.");
        return folder.FullName;
    }
}
