using Microsoft.Extensions.Configuration;
using Studio.Hosting;

namespace Studio.Tests.Hosting;

public sealed class StudioOptionsTests
{
    [Theory]
    [InlineData("Studio:Docker:Endpoint", "npipe://./pipe/docker")]
    [InlineData("Studio:Docker:Endpoint", "not an address")]
    [InlineData("Studio:Registries:DenyPrivate", "perhaps")]
    [InlineData("Studio:Docker:LogMegabytes", "-1")]
    [InlineData("Studio:Docker:LogMegabytes", "10m")]
    [InlineData("Studio:Docker:LogMegabytes", "10001")]
    [InlineData("Studio:Launch:SettleSeconds", "-1")]
    [InlineData("Studio:Launch:SettleSeconds", "3.5")]
    [InlineData("Studio:Launch:SettleSeconds", "601")]
    [InlineData("Studio:DataDirectory", "a\0b")]
    [InlineData("Studio:TrustedProxies", "10.0.0.1, the other one")]
    [InlineData("Urls", "somewhere")]
    [InlineData("Urls", "http://127.0.0.1:5080/studio")]
    [InlineData("Urls", "https://127.0.0.1:5443")]
    public void A_wrong_value_stops_the_start_with_a_sentence_that_names_the_key_and_not_the_value(
        string key,
        string value
    )
    {
        var error = Assert.Throws<StartException>(() => Read((key, value)));
        Assert.StartsWith(key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_configuration_the_master_key_is_beside_the_data_directory()
    {
        var options = Read();
        Assert.Equal(Path.GetFullPath("data"), options.DataDirectory);
        Assert.Equal(Path.GetFullPath("studio-master.key"), options.MasterKeyFile);
        Assert.Equal("unix:///var/run/docker.sock", options.Engine.ToString());
        Assert.Equal(TimeSpan.FromSeconds(3), options.LaunchSettle);
        Assert.False(options.DenyPrivateRegistries);
    }

    [Fact]
    public void Our_own_setting_of_the_engine_goes_before_the_general_one()
    {
        Assert.Equal("tcp://general", Read(("DOCKER_HOST", "tcp://general")).Engine.ToString());
        var both = Read(("DOCKER_HOST", "tcp://general"), ("Studio:Docker:Endpoint", "unix:///own.sock"));
        Assert.Equal("unix:///own.sock", both.Engine.ToString());
    }

    static StudioOptions Read(params (string Key, string Value)[] values) =>
        StudioOptions.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
                .Build()
        );
}
