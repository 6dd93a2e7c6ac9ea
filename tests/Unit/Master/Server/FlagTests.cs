using System.Net;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Runtime.Machine;
using Kernel.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>What the flags of a whole master do.</summary>
public sealed class FlagTests
{
    [Fact]
    public async Task A_disabled_endpoint_is_shut_and_the_domain_is_told()
    {
        var options = new MasterOptions
        {
            FirewallRules = """{"disabled_endpoints": {"paths": ["/files/browse", "/tasks/"]}}""",
            Domain = """{"fault_domain": {"region": {"name": "eu"}, "zone": {"name": "a"}}}""",
        };
        await using var store = new InMemoryStore();
        await using var master = await StartAsync(options, store);
        await master.Leads;
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Json);

        foreach (var path in (string[])["/files/browse", "/files/browse?path=/", "/tasks"])
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => operators.GetAsync(path));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        var state = await operators.GetAsync("/state");
        Assert.Contains("""
            "domain":{"fault_domain":{"region":{"name":"eu"},"zone":{"name":"a"}}}
            """, state, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"fault_domain": {"region": {"name": "eu"}}}""")]
    [InlineData("eu")]
    public void A_domain_without_region_and_zone_is_refused(string domain) => Assert.Contains(
        "domain", Assert.Throws<FormatException>(() => new MasterOptions { Domain = domain }.ToSettings()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("50")]
    [InlineData("101%")]
    [InlineData("many%")]
    public void A_removal_limit_that_is_no_percentage_is_refused(string limit) => Assert.Contains(
        "--recovery_agent_removal_limit",
        Assert.Throws<FormatException>(() => new MasterOptions { RecoveryAgentRemovalLimit = limit }.ToSettings()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_address_is_what_the_discovery_command_prints()
    {
        Assert.Equal("127.0.0.9", AddressDiscovery.Run("echo 127.0.0.9"));
        foreach (var command in (string[])["echo nowhere", "exit 3"])
        {
            Assert.Contains("--ip_discovery_command", Assert.Throws<FormatException>(() => AddressDiscovery.Run(command)).Message, StringComparison.Ordinal);
        }
    }

    private static Task<MasterServer> StartAsync(MasterOptions options, IStore store)
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return MasterServer.StartAsync(options with { Ip = "127.0.0.1", Port = port }, store, TimeProvider.System, NullLoggerFactory.Instance);
    }
}
