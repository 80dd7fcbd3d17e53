using Studio.Domain.Engine;

namespace Studio.Tests.Engine;

public sealed class ImageReferenceTests
{
    const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("alpine", "docker.io/library/alpine:latest")]
    [InlineData("alpine:3.20", "docker.io/library/alpine:3.20")]
    [InlineData("team/app", "docker.io/team/app:latest")]
    [InlineData("docker.io/alpine", "docker.io/library/alpine:latest")]
    [InlineData("index.docker.io/team/app:1", "docker.io/team/app:1")]
    [InlineData("localhost/app", "localhost/app:latest")]
    [InlineData("127.0.0.1:5000/team/app:1", "127.0.0.1:5000/team/app:1")]
    [InlineData("[::1]:5000/app:1", "[::1]:5000/app:1")]
    [InlineData("Registry.Example.com/a/b/c:1.0_x", "registry.example.com/a/b/c:1.0_x")]
    [InlineData("europe-docker.pkg.dev/project/repo/app:1", "europe-docker.pkg.dev/project/repo/app:1")]
    [InlineData($"registry.example.com/app@{Digest}", $"registry.example.com/app@{Digest}")]
    [InlineData($"registry.example.com/app:1@{Digest}", $"registry.example.com/app@{Digest}")]
    public void A_reference_is_read_as_the_engine_reads_it(string text, string expected)
    {
        Assert.True(ImageReference.TryParse(text, out var reference, out _));
        Assert.Equal(expected, $"{reference}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-alpine")]
    [InlineData("Team/App")]
    [InlineData("team/App:1")]
    [InlineData("user:pass@registry.example.com/app")]
    [InlineData("https://registry.example.com/app")]
    [InlineData("app:")]
    [InlineData("app:1 ")]
    [InlineData("app:1\n")]
    [InlineData("a//b")]
    [InlineData("../app")]
    [InlineData("registry.example.com/")]
    [InlineData("app@sha256:0123")]
    public void What_is_no_reference_is_refused_without_quoting_it(string? text)
    {
        Assert.False(ImageReference.TryParse(text, out _, out var error));
        if (text?.Trim().Length > 4)
            Assert.DoesNotContain(text.Trim(), error);
    }

    [Fact]
    public void Five_thousand_characters_are_refused() =>
        Assert.False(ImageReference.TryParse(new string('a', 5000), out _, out _));
}
