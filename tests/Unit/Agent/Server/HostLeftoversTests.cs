using System.Diagnostics;
using Kernel.Agent.Server.Host;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kernel.Tests.Unit.Agent.Server;

public sealed class HostLeftoversTests
{
    [Fact]
    public async Task Processes_with_the_marker_are_ended_and_no_others()
    {
        var marker = Guid.NewGuid().ToString("N");
        using var marked = Start(marker);
        using var other = Start(marker + "x");
        try
        {
            await HostLeftovers.EndAsync(marker, TimeProvider.System, NullLogger.Instance, default);
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await marked.WaitForExitAsync(timeout.Token);
            Assert.False(other.HasExited);
        }
        finally
        {
            other.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string marker)
    {
        var start = new ProcessStartInfo("sleep") { ArgumentList = { "100" } };
        start.Environment[HostCalls.MarkerVariable] = marker;
        return Process.Start(start)!;
    }
}
