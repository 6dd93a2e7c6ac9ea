using System.Diagnostics;
using Kernel.Tests.EndToEnd.Harness;

namespace Kernel.Tests.EndToEnd;

public sealed class UpTests
{
    [Fact]
    public async Task Up_prints_each_address_and_then_says_that_it_is_ready()
    {
        await using var cluster = await LocalCluster.UpAsync();
        foreach (var url in new[] { cluster.Master, cluster.Agent, cluster.Marathon, cluster.Chronos })
        {
            Assert.Contains(url, cluster.Process.Output);
        }

        var slaves = await cluster.GetAsync($"{cluster.Master}/slaves");
        Assert.Single(slaves["slaves"]!.AsArray());
    }

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    public async Task A_signal_ends_the_cluster_and_its_tasks_within_five_seconds(int signal)
    {
        await using var cluster = await LocalCluster.UpAsync();
        var marker = $"98{Random.Shared.Next(100_000, 999_999)}";
        await cluster.SendAsync(HttpMethod.Post, $"{cluster.Marathon}/v2/apps", $$"""{"id":"/web","cmd":"sleep {{marker}}","cpus":0.1,"mem":32}""");
        await cluster.RunningTasksAsync("/web", 1);
        Assert.NotEmpty(ProcessesWith(marker));

        cluster.Process.Signal(signal);
        Assert.Equal(0, await cluster.Process.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.Empty(ProcessesWith(marker));
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line_and_nothing_is_left_running()
    {
        await using var cluster = await LocalCluster.UpAsync();
        var directory = Directory.CreateTempSubdirectory("kernel-e2e-").FullName;
        using var second = KernelProcess.Start("up", $"--work_dir={directory}", $"--master_port={cluster.MasterPort}");
        Assert.NotEqual(0, await second.ExitsAsync());
        Assert.Contains(second.Output.Split('\n'), line => line.Contains($"{cluster.MasterPort}") && line.Contains("in use"));
        Assert.DoesNotContain("   at ", second.Output);
        Assert.Empty(ProcessesWith(directory));
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("--no_such_flag=1", "no_such_flag")]
    [InlineData("--agents=none", "agents")]
    [InlineData("--resources=cpus:x", "cpus")]
    [InlineData("--work_dir=/proc/kernel", "/proc/kernel")]
    public async Task A_bad_flag_is_told_in_one_line(string flag, string named)
    {
        var directory = Directory.CreateTempSubdirectory("kernel-e2e-").FullName;
        using var process = KernelProcess.Start("up", $"--work_dir={directory}", flag);
        Assert.NotEqual(0, await process.ExitsAsync());
        Assert.Contains(named, process.Output);
        Assert.DoesNotContain("   at ", process.Output);
        Directory.Delete(directory, recursive: true);
    }

    private static IReadOnlyList<int> ProcessesWith(string text) =>
    [
        .. Process.GetProcesses().Select(static process => process.Id)
            .Where(id => CommandLine(id).Contains(text, StringComparison.Ordinal)),
    ];

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
