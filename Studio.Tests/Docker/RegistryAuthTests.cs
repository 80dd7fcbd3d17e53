using System.Text;
using System.Text.Json;
using Studio.Docker;

namespace Studio.Tests.Docker;

public sealed class RegistryAuthTests
{
    [Theory]
    [InlineData("p")]
    [InlineData("pa")]
    [InlineData("pas")]
    [InlineData("ÿ?>~ÿÿÿ")]
    public void The_header_is_base64url_with_padding(string password)
    {
        var header = new RegistryAuth("u", password, "host:1").ToHeader();

        Assert.Matches("^[A-Za-z0-9_-]+={0,2}$", header);
        Assert.Equal(0, header.Length % 4);
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        using var sent = JsonDocument.Parse(json);
        Assert.Equal(
            ["u", password, "host:1"],
            new[] { "username", "password", "serveraddress" }.Select(name =>
                sent.RootElement.GetProperty(name).GetString()!
            )
        );
    }

    [Fact]
    public void The_password_cannot_be_printed_or_serialized()
    {
        var auth = new RegistryAuth("alice", "s3cret", "host:1");

        Assert.Equal("alice:•••@host:1", auth.ToString());
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(auth));
    }
}
