using Kernel.Master.Server.Http;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class RealmsTests
{
    [Theory]
    [InlineData("/health", null)]
    [InlineData("/master/health", null)]
    [InlineData("/version", null)]
    [InlineData("/redirect", null)]
    [InlineData("/master/redirect.json", null)]
    [InlineData("/state", "mesos-master-readonly")]
    [InlineData("/master/state.json", "mesos-master-readonly")]
    [InlineData("/slaves", "mesos-master-readonly")]
    [InlineData("/tasks", "mesos-master-readonly")]
    [InlineData("/flags", "mesos-master-readonly")]
    [InlineData("/master/allocator/explain", "mesos-master-readonly")]
    [InlineData("/roles", "mesos-master-readonly")]
    [InlineData("/maintenance/status", "mesos-master-readonly")]
    [InlineData("/metrics/snapshot", "mesos-master-readonly")]
    [InlineData("/system/stats.json", "mesos-master-readonly")]
    [InlineData("/files/read.json", "mesos-master-readonly")]
    [InlineData("/api/v1", "mesos-master-readwrite")]
    [InlineData("/master/api/v1", "mesos-master-readwrite")]
    [InlineData("/reserve", "mesos-master-readwrite")]
    [InlineData("/teardown", "mesos-master-readwrite")]
    [InlineData("/weights", "mesos-master-readwrite")]
    [InlineData("/quota/{role}", "mesos-master-readwrite")]
    [InlineData("/maintenance/schedule", "mesos-master-readwrite")]
    [InlineData("/machine/down", "mesos-master-readwrite")]
    [InlineData("/logging/toggle", "mesos-master-readwrite")]
    [InlineData("/something/new", "mesos-master-readwrite")]
    [InlineData("/api/v1/scheduler", "mesos-master-scheduler")]
    [InlineData("/master/api/v1/scheduler", "mesos-master-scheduler")]
    public void Every_endpoint_belongs_to_a_realm_or_is_open(string pattern, string? realm) =>
        Assert.Equal(realm, Realms.Of(pattern));
}
