using Kernel.Agent.Server.Http;

namespace Kernel.Tests.Unit.Agent.Server;

public sealed class AgentRealmsTests
{
    [Theory]
    [InlineData("/health", null)]
    [InlineData("/version", null)]
    [InlineData("/state", "mesos-agent-readonly")]
    [InlineData("/state.json", "mesos-agent-readonly")]
    [InlineData("/flags", "mesos-agent-readonly")]
    [InlineData("/containers", "mesos-agent-readonly")]
    [InlineData("/monitor/statistics", "mesos-agent-readonly")]
    [InlineData("/metrics/snapshot", "mesos-agent-readonly")]
    [InlineData("/files/read", "mesos-agent-readonly")]
    [InlineData("/api/v1", "mesos-agent-readwrite")]
    [InlineData("/logging/toggle", "mesos-agent-readwrite")]
    [InlineData("/something/new", "mesos-agent-readwrite")]
    [InlineData("/api/v1/executor", "mesos-agent-executor")]
    public void Every_endpoint_belongs_to_a_realm_or_is_open(string path, string? realm) => Assert.Equal(realm, Realms.Of(path));
}
