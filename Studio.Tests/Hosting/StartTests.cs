using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Storage;
using Studio.Hosting;

namespace Studio.Tests.Hosting;

public sealed class StartTests
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_instance_refuses_to_start_and_the_first_goes_on()
    {
        await using var first = new StudioApp();
        await first.StartAsync();
        Assert.Equal(1, Run($"--Studio:DataDirectory={first.DataDirectory}"));
        Assert.Equal(HttpStatusCode.OK, (await first.Anonymous.GetAsync("/healthz", Stop)).StatusCode);
    }

    [Fact]
    public void A_wrong_value_ends_the_program_with_an_exit_code() =>
        Assert.Equal(1, Run("--Studio:Launch:SettleSeconds=soon"));

    [Fact]
    public async Task A_new_data_directory_is_for_its_owner_only_and_has_the_default_project()
    {
        await using var studio = new StudioApp();
        await studio.StartAsync();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(studio.DataDirectory));
        Assert.Equal(OwnerOnly & ~UnixFileMode.UserExecute, File.GetUnixFileMode(studio.MasterKeyFile));
        await using var database = studio
            .Services.GetRequiredService<IDbContextFactory<StudioDbContext>>()
            .CreateDbContext();
        Assert.Equal("default", (await database.Projects.SingleAsync(Stop)).Name);
    }

    [Fact]
    public void A_data_directory_that_cannot_be_made_stops_the_start() =>
        Assert.Equal(1, Run("--Studio:DataDirectory=/proc/nowhere"));

    /// <summary>Runs the program as the operating system would, up to its exit code.</summary>
    static int Run(params string[] args) =>
        (int)
            typeof(StudioOptions).Assembly.EntryPoint!.Invoke(
                null,
                [(string[])[.. args, "--Urls=http://127.0.0.1:0"]]
            )!;
}
