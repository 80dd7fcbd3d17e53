using Studio.Docker;

namespace Studio.Tests.Docker;

public sealed class DockerEndpointTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "/var/run/docker.sock", "http://docker/")]
    [InlineData("tcp://10.0.0.1:1234", null, "http://10.0.0.1:1234/")]
    [InlineData("tcp://engine", null, "http://engine:2375/")]
    [InlineData("tcp://[::1]:2375/", null, "http://[::1]:2375/")]
    public void An_endpoint_is_read_as_DOCKER_HOST_is(string text, string? socket, string address)
    {
        var endpoint = DockerEndpoint.Parse(text);

        Assert.Equal(
            (socket, address, text),
            (endpoint.SocketPath, endpoint.BaseAddress.ToString(), endpoint.ToString())
        );
    }

    [Fact]
    public void With_certificates_it_is_https_on_its_own_port() =>
        Assert.Equal(
            "https://engine:2376/",
            DockerEndpoint.Parse("tcp://engine", "/certificates").BaseAddress.ToString()
        );

    [Theory]
    [InlineData("")]
    [InlineData("unix://")]
    [InlineData("unix://docker.sock")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("tcp://")]
    [InlineData("tcp://user:password@engine:2375")]
    [InlineData("tcp://engine:2375/path")]
    [InlineData("ssh://engine")]
    [InlineData("http://engine:2375")]
    public void Anything_else_is_refused_in_a_sentence(string text)
    {
        var refused = Assert.Throws<FormatException>(() => DockerEndpoint.Parse(text));

        Assert.StartsWith("A Docker endpoint is unix:// and an absolute path", refused.Message);
        Assert.DoesNotContain("password", refused.Message);
    }

    [Fact]
    public void Named_pipes_are_refused_by_name()
    {
        var refused = Assert.Throws<FormatException>(() => DockerEndpoint.Parse("npipe:////./pipe/docker_engine"));

        Assert.Equal("Named pipes (npipe://) are not supported: use unix:// or tcp://.", refused.Message);
    }
}
