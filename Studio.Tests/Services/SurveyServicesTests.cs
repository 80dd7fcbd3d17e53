using Studio.Domain.Common;
using Studio.Domain.Services;
using Studio.Tests.Launches;

namespace Studio.Tests.Services;

public sealed class SurveyServicesTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_service_is_counted_and_what_does_not_do_well_wants_a_look()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await GivenIdleAsync(studio, PageRequest.MaxSize);
        await studio.StoreServiceAsync("web");
        await studio.LaunchAsync("web");
        await studio.StoreServiceAsync("broken", with: it => it with { Image = "registry.example.com/team/none:1" });
        await studio.LaunchAsync("broken");

        var survey = (await studio.Get<SurveyServices>().RunAsync(studio.Admin, studio.Databases.Project, Stop)).Value;

        Assert.Equal(
            [(ServiceStatus.Failed, 1), (ServiceStatus.Running, 1), (ServiceStatus.Stopped, PageRequest.MaxSize)],
            survey.ByStatus
        );
        Assert.Equal(["broken"], survey.WantALook.Select(service => service.Name));
    }

    static async Task GivenIdleAsync(LaunchHarness studio, int count)
    {
        await using var database = studio.Databases.CreateDbContext();
        for (var i = 0; i < count; i++)
        {
            var definition = new ServiceDefinition { Name = $"idle-{i}", Image = LaunchHarness.Image };
            database.Add(new Service(studio.Databases.Project, definition, "ann", TimeProvider.System.GetUtcNow()));
        }

        await database.SaveChangesAsync(Stop);
    }
}
