using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Images;
using Studio.Domain.Launches;
using Studio.Domain.Logs;
using Studio.Domain.Metrics;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Tests.Hosting;

namespace Studio.Tests.Architecture;

/// <summary>Nobody does anything without a permission, through whatever door.</summary>
public sealed class AuthorizationTests(StudioApp studio) : IClassFixture<StudioApp>
{
    static readonly Dictionary<Type, string> NeedNoPermission = new()
    {
        [typeof(SetUpStudio)] = "there is nobody yet; the setup code stands for a permission",
        [typeof(LogIn)] = "how people come by their permissions",
        [typeof(LogOut)] = "everyone may leave",
        [typeof(GetMe)] = "about the actor alone",
    };

    /// <summary>The matrix of roles and use cases: administrators may do everything, viewers what is here.</summary>
    static readonly HashSet<Type> ViewersMay =
    [
        typeof(FindProject),
        typeof(ListProjects),
        typeof(GetEngine),
        typeof(CreateToken),
        typeof(ListTokens),
        typeof(RevokeToken),
        typeof(ListSecretKeys),
        typeof(GetSecretKeys),
        typeof(ListSecretKeysVersions),
        typeof(GetSecretKeysUsage),
        typeof(ListPresets),
        typeof(ListExpiringEntries),
        typeof(ResolveSelectors),
        typeof(ListPullSecrets),
        typeof(GetPullSecret),
        typeof(ListServices),
        typeof(SurveyServices),
        typeof(GetService),
        typeof(ListRevisions),
        typeof(PlanLaunch),
        typeof(ListLaunches),
        typeof(GetLaunch),
        typeof(FollowLaunch),
        typeof(ListServiceEvents),
        typeof(GetServiceHealth),
        typeof(ListLogs),
        typeof(ListImages),
        typeof(GetServiceMetrics),
        typeof(GetServiceStats),
        typeof(FollowServiceStats),
        typeof(SurveyMetrics),
        typeof(ReadServiceLogs),
        typeof(OpenServiceLogs),
    ];

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<Type> WithPermission =>
        [.. UseCases.All.Where(type => !NeedNoPermission.ContainsKey(type))];

    [Fact]
    public void Every_use_case_takes_an_actor_first_and_gives_a_result()
    {
        Assert.NotEmpty(UseCases.All);
        foreach (var method in UseCases.All.SelectMany(UseCases.Methods))
        {
            Assert.Equal(typeof(Actor), method.GetParameters()[0].ParameterType);
            Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType);
            var given = method.ReturnType.GenericTypeArguments.SingleOrDefault();
            Assert.True(
                given is { IsGenericType: true } && given.GetGenericTypeDefinition() == typeof(Result<>),
                $"{method.DeclaringType!.Name} gives no result"
            );
        }
    }

    [Theory]
    [MemberData(nameof(WithPermission))]
    public async Task Whoever_has_no_permission_is_refused(Type useCase)
    {
        var problems = await UseCases.AttemptAsync(studio, useCase, Actor.Anonymous, await ProjectAsync());
        Assert.All(
            problems,
            problem =>
                Assert.True(problem is Denied || (problem is Missing && useCase == typeof(FindProject)), $"{problem}")
        );
    }

    [Theory]
    [MemberData(nameof(WithPermission))]
    public async Task A_viewer_may_look_and_nothing_else(Type useCase)
    {
        var viewer = new Actor
        {
            User = UserId.New(),
            Name = StudioApp.ViewerEmail,
            Permissions = Roles.Permissions(Role.Viewer),
        };
        var problems = await UseCases.AttemptAsync(studio, useCase, viewer, await ProjectAsync());
        Assert.All(problems, problem => Assert.Equal(ViewersMay.Contains(useCase), problem is not Denied));
    }

    [Theory]
    [MemberData(nameof(WithPermission))]
    public async Task A_right_in_another_project_is_none(Type useCase)
    {
        var stranger = new Actor
        {
            User = UserId.New(),
            Name = "stranger",
            Permissions = Roles.Permissions(Role.Administrator),
            Project = ProjectId.New(),
        };
        var problems = await UseCases.AttemptAsync(studio, useCase, stranger, await ProjectAsync());
        // It sees the list of its own project, and of others not even that they exist.
        Assert.All(
            problems,
            problem => Assert.True(problem is Denied or Missing || useCase == typeof(ListProjects), $"{problem}")
        );
    }

    [Fact]
    public void Of_the_api_only_setup_and_login_are_open_to_everyone()
    {
        var open = studio
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText);
        Assert.Equal(["/api/v1/login", "/api/v1/setup"], open.Order());
    }

    async Task<ProjectId> ProjectAsync() =>
        (await studio.Services.GetRequiredService<FindProject>().RunAsync(Actor.System, "default", Stop)).Value;
}
