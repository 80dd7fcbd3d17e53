using Studio.Tests.Hosting;

namespace Studio.Tests.OpenApi;

public sealed class OpenApiTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// Changes of the API are seen in review, beside the code. With <c>STUDIO_WRITE_OPENAPI=1</c> the file is written instead.
    /// </summary>
    [Fact]
    public async Task The_checked_in_description_is_that_of_the_running_server()
    {
        await using var app = new StudioApp();
        await app.StartAsync();
        var running = (await app.Anonymous.GetStringAsync("/openapi/v1.json", Stop)).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(RepositoryRoot(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("STUDIO_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(file, running, Stop);

        Assert.Equal(await File.ReadAllTextAsync(file, Stop), running);
    }

    static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Studio.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests are not in the repository.");
        return folder.FullName;
    }
}
