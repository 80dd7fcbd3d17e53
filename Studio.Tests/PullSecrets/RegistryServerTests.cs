using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Studio.Domain.PullSecrets;

namespace Studio.Tests.PullSecrets;

public sealed class RegistryServerTests
{
    static readonly Arbitrary<string> NearServers = Gen.Elements("aZ09.:-/@[]% \n_é".ToCharArray())
        .ListOf()
        .Select(characters => string.Concat(characters))
        .ToArbitrary();

    [Fact]
    public void Whatever_is_accepted_is_a_host_and_a_port_and_reads_the_same_again() =>
        Prop.ForAll(
                NearServers,
                text =>
                {
                    if (!RegistryServer.TryParse(text, out var server, out var error))
                        return error.Length > 0;
                    var (host, port) = RegistryServer.Split(server);
                    return RegistryServer.TryParse(server, out var again, out _)
                        && again == server
                        && Uri.CheckHostName(host) != UriHostNameType.Unknown
                        && port is null or (>= 1 and <= 65535)
                        && new UriBuilder("https", host, port ?? -1, "/v2/").Uri.UserInfo.Length == 0;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("::ffff:10.1.2.3", true, false)]
    [InlineData("fd12::1", true, false)]
    [InlineData("8.8.8.8", true, true)]
    [InlineData("2001:4860:4860::8888", true, true)]
    [InlineData("169.254.1.1", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("64:ff9b::a9fe:a9fe", false, false)]
    [InlineData("fe80::1%1", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("168.63.129.16", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("239.1.2.3", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    public void Addresses_are_judged_by_what_they_stand_for(string address, bool denyPrivate, bool allowed) =>
        Assert.Equal(allowed, RegistryAddresses.Refusal(IPAddress.Parse(address), denyPrivate) is null);
}
