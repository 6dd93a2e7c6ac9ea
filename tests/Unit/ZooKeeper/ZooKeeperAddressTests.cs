using Kernel.ZooKeeper;
using Xunit;

namespace Kernel.Tests.Unit.ZooKeeper;

public sealed class ZooKeeperAddressTests
{
    [Theory]
    [InlineData("zk://a/mesos", "a:2181", "/mesos", null)]
    [InlineData("zk://a:1,b,c:3/mesos/prod/", "a:1,b:2181,c:3", "/mesos/prod", null)]
    [InlineData("zk://me:p@ss@a:1/mesos", "a:1", "/mesos", "me:p@ss")]
    [InlineData("zk://[::1]:1,[::2]/mesos", "[::1]:1,[::2]:2181", "/mesos", null)]
    public void An_address_names_servers_a_path_and_maybe_credentials(string text, string servers, string path, string? credentials)
    {
        var address = ZooKeeperAddress.Parse(text);
        Assert.Equal(servers, string.Join(',', address.Servers));
        Assert.Equal((path, credentials), (address.Path, address.Credentials));
        Assert.Equal(address.Url, ZooKeeperAddress.Parse(address.Url).Url);
    }

    [Theory]
    [InlineData("a:2181/mesos", "must begin with zk://")]
    [InlineData("zk://a:2181", "must name a path")]
    [InlineData("zk://a:2181/", "must name a path")]
    [InlineData("zk://a:2181//mesos", "must name a path")]
    [InlineData("zk://a:0/mesos", "'a:0' is no host:port")]
    [InlineData("zk://a:x/mesos", "'a:x' is no host:port")]
    [InlineData("zk://a,,b/mesos", "'' is no host:port")]
    [InlineData("zk://secret@a/mesos", "must have user:password")]
    public void What_is_none_is_refused_with_the_reason(string text, string reason)
    {
        var refusal = Assert.Throws<FormatException>(() => ZooKeeperAddress.Parse(text));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_text_has_no_password() =>
        Assert.Equal("zk://a:2181/mesos/below", $"{ZooKeeperAddress.Parse("zk://me:secret@a/mesos").Below("below")}");
}
