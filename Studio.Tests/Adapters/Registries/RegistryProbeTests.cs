using Microsoft.AspNetCore.Http;
using Studio.Adapters.Registries;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.PullSecrets;
using Studio.Tests.PullSecrets;

namespace Studio.Tests.Adapters.Registries;

public sealed class RegistryProbeTests
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Basic_credentials_are_followed_down_to_the_image()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var steps = await VisitAsync(registry, image: "team/app:1");
        Assert.Equal(["dns", "tls", "v2", "auth", "pull"], steps.Select(step => step.Name));
        Assert.All(steps, step => Assert.True(step.Ok, step.Detail));
        Assert.Equal($"The image can be pulled ({FakeRegistry.Digest}).", steps[^1].Detail);
        Assert.DoesNotContain(registry.Requests, request => request.Path.Contains("blobs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_are_asked_for_with_the_password_and_for_the_one_repository()
    {
        await using var registry = await FakeRegistry.StartAsync();
        registry.AskForTokens($"{registry.Address}token");
        var steps = await VisitAsync(registry, image: "team/app:1");
        Assert.All(steps, step => Assert.True(step.Ok, step.Detail));
        var manifest = registry.Requests.Last();
        Assert.Equal(("HEAD", "Bearer token.repository-team_app-pull"), (manifest.Method, manifest.Authorization));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_password_is_said_in_words(bool tokens)
    {
        await using var registry = await FakeRegistry.StartAsync();
        if (tokens)
            registry.AskForTokens($"{registry.Address}token");
        var steps = await VisitAsync(registry, "wrong-password", "team/app:1");
        Assert.Equal("auth", steps[^1].Name);
        Assert.Equal("The registry answered 401: the user name or the password is wrong.", steps[^1].Detail);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_the_last_step_to_fail()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var steps = await VisitAsync(registry, image: "team/app:2");
        Assert.Equal(("pull", false), (steps[^1].Name, steps[^1].Ok));
        Assert.Contains("no image", steps[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_our_own_will_do_on_loopback()
    {
        await using var registry = await FakeRegistry.StartAsync(tls: true);
        var steps = await VisitAsync(registry, image: "team/app:1");
        Assert.All(steps, step => Assert.True(step.Ok, step.Detail));
        Assert.Contains("not trusted", steps[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_from_another_host_are_refused_and_the_password_does_not_go_there()
    {
        await using var registry = await FakeRegistry.StartAsync();
        await using var elsewhere = await FakeRegistry.StartAsync("127.0.0.2");
        await using var neighbour = await FakeRegistry.StartAsync();
        foreach (var thief in new[] { elsewhere, neighbour })
        {
            registry.AskForTokens($"{thief.Address}token");
            var steps = await VisitAsync(registry, image: "team/app:1");
            Assert.Equal(("v2", false), (steps[^1].Name, steps[^1].Ok));
            Assert.Empty(thief.Requests);
        }

        Assert.All(registry.Requests, request => Assert.Equal("", request.Authorization));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var elsewhere = await FakeRegistry.StartAsync("127.0.0.2");
        await using var registry = await FakeRegistry.StartAsync();
        registry.Challenge = _ => Results.Redirect($"{elsewhere.Address}v2/");
        var steps = await VisitAsync(registry);
        Assert.Equal(("v2", false), (steps[^1].Name, steps[^1].Ok));
        Assert.Contains("redirects", steps[^1].Detail, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(404, "not seem to be a registry")]
    [InlineData(429, "too often")]
    [InlineData(503, "problem of its own")]
    public async Task What_is_not_a_registry_is_told_apart_from_one_in_trouble(int status, string words)
    {
        await using var registry = await FakeRegistry.StartAsync();
        registry.Challenge = _ => Results.StatusCode(status);
        var steps = await VisitAsync(registry);
        Assert.Equal("v2", steps[^1].Name);
        Assert.Contains(words, steps[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_costs_bounded_time()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var never = new TaskCompletionSource();
        registry.Challenge = context => new Waiting(never.Task.WaitAsync(context.RequestAborted));
        var probe = new RegistryProbe(new(DenyPrivate: false, TimeSpan.FromMilliseconds(500)), TimeProvider.System);
        var steps = await probe.RunAsync(Credentials(registry.Server), null, Stop);
        Assert.Equal(("v2", "No answer within 0.5 seconds."), (steps[^1].Name, steps[^1].Detail));
    }

    [Fact]
    public async Task Nobody_there_is_said_in_words()
    {
        string server;
        await using (var registry = await FakeRegistry.StartAsync())
            server = registry.Server;
        var steps = await Probe().RunAsync(Credentials(server), null, Stop);
        Assert.Equal(("tls", false), (steps[^1].Name, steps[^1].Ok));
        Assert.Contains("refused", steps[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Private_addresses_are_refused_where_they_are_denied()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var probe = new RegistryProbe(new(DenyPrivate: true, TimeSpan.FromSeconds(10)), TimeProvider.System);
        var step = Assert.Single(await probe.RunAsync(Credentials(registry.Server), null, Stop));
        Assert.Contains("DenyPrivate", step.Detail, StringComparison.Ordinal);
        Assert.Empty(registry.Requests);
    }

    [Fact]
    public async Task The_address_that_is_dialled_is_checked_whatever_was_resolved_before()
    {
        var dialer = new RegistryDialer(denyPrivate: true);
        await Assert.ThrowsAsync<AddressRefusedException>(() => dialer.ConnectAsync("localhost", 80, false, Stop));
        await Assert.ThrowsAsync<AddressRefusedException>(() =>
            dialer.ConnectAsync("169.254.169.254", 80, false, Stop)
        );
    }

    [Theory]
    [InlineData("https://registry-1.docker.io", "https://auth.docker.io/token", true)]
    [InlineData("https://registry.gitlab.com", "https://gitlab.com/jwt/auth", true)]
    [InlineData("https://git.example.com:5050", "https://git.example.com/jwt/auth", true)]
    [InlineData("https://europe-docker.pkg.dev", "https://europe-docker.pkg.dev/v2/token", true)]
    [InlineData("https://acme.azurecr.io", "https://acme.azurecr.io/oauth2/token", true)]
    [InlineData("https://acme.azurecr.io", "https://evil.azurecr.io/oauth2/token", false)]
    [InlineData("https://registry.acme.co.uk", "https://evil.co.uk/token", false)]
    [InlineData("https://registry.acme.com", "https://evil.com/token", false)]
    [InlineData("https://registry.acme.com", "http://registry.acme.com/token", false)]
    [InlineData("https://registry.acme.com", "https://registry.acme.com@evil.com/token", false)]
    [InlineData("https://10.0.0.1", "https://11.0.0.1/token", false)]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000/token", true)]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5001/token", false)]
    public void A_token_service_belongs_to_its_registry_or_gets_nothing(string registry, string realm, bool belongs) =>
        Assert.Equal(belongs, new TokenService(new Uri(realm), null).BelongsTo(new Uri(registry)));

    static RegistryProbe Probe() => new(new(DenyPrivate: false, TimeSpan.FromSeconds(10)), TimeProvider.System);

    static Task<IReadOnlyList<ProbeStep>> VisitAsync(
        FakeRegistry registry,
        string password = FakeRegistry.Password,
        string? image = null
    ) =>
        Probe()
            .RunAsync(
                Credentials(registry.Server, password),
                image is null ? null : PullSecretsWorld.Image($"{registry.Server}/{image}"),
                Stop
            );

    static RegistryCredentials Credentials(string server, string password = FakeRegistry.Password) =>
        new(server, FakeRegistry.Username, new SecretText(password));

    /// <summary>An answer that comes when the task ends, and not before.</summary>
    sealed class Waiting(Task until) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext) =>
            await until.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
