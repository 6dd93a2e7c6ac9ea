using Kernel.Agent.Server;
using Kernel.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kernel.Tests.Unit.Agent.Server;

public sealed class IsolatorsTests
{
    [Theory]
    [InlineData("posix/cpu,posix/magic", "'posix/magic'")]
    [InlineData("posix/cpu,posix/mem,posix/cpu", "duplicate isolator 'posix/cpu'")]
    public async Task An_agent_does_not_start_with_isolators_that_Mesos_would_refuse(string isolation, string expected)
    {
        var directory = Directory.CreateTempSubdirectory();
        await using var store = new InMemoryStore();
        var refused = await Assert.ThrowsAsync<FormatException>(() => AgentServer.StartAsync(
            new() { Ip = "127.0.0.1", Port = 0, WorkDir = directory.FullName, Isolation = isolation },
            store, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        directory.Delete(recursive: true);
    }
}
