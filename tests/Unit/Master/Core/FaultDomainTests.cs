using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Core.Agents;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class FaultDomainTests
{
    [Theory]
    [InlineData(true, true, true, null)]
    [InlineData(true, false, false, null)]
    [InlineData(false, false, false, null)]
    [InlineData(false, true, false, "this master is in none")]
    [InlineData(true, false, true, "--require_agent_domain")]
    public void An_agent_is_taken_if_its_domain_means_something_to_the_master(
        bool isMasterInOne, bool isAgentInOne, bool isRequired, string? refused)
    {
        var state = new MasterState(
            new("m", "master.example", "10.0.0.1", 5050, "1.11.0", Moment.FromSeconds(1), isMasterInOne ? Domain() : null),
            new() { RequireAgentDomain = isRequired });
        var info = new AgentInfo { Hostname = "a", Port = 5051, Domain = isAgentInOne ? Domain() : null };
        var agent = new ReportedAgent(
            info, ResourcesFlag.Parse("cpus:1"), "1.11.0", [], ByteString.CopyFrom(new byte[16]));

        var reason = AgentRules.Refuse(state, "slave(1)@10.0.0.2:5051", agent);

        Assert.Equal(refused is null, reason is null);
        Assert.Contains(refused ?? "", reason ?? "", StringComparison.Ordinal);
    }

    private static DomainInfo Domain() =>
        new() { FaultDomain = new() { Region = new() { Name = "here" }, Zone = new() { Name = "1" } } };
}
