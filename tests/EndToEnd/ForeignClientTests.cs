using Kernel.Tests.EndToEnd.Harness;

namespace Kernel.Tests.EndToEnd;

public sealed class ForeignClientTests
{
    private const string MesosFramework = "mesos-framework@0.5.3";

    [NpmFact(MesosFramework)]
    public async Task The_npm_framework_library_runs_a_task()
    {
        await using var cluster = await LocalCluster.UpAsync();
        using var client = Clients.Run(
            "node", "mesos-framework.js", Clients.Npm(MesosFramework), "127.0.0.1", $"{cluster.MasterPort}");
        Assert.Equal(0, await client.ExitsAsync());
        Assert.Contains("TASK_RUNNING", client.Output);
        Assert.Contains("TASK_FINISHED", client.Output);
    }

    [PythonMarathonFact]
    public async Task The_Python_client_of_Marathon_deploys_scales_and_deletes_an_app()
    {
        await using var cluster = await LocalCluster.UpAsync();
        using var client = Clients.Run("/usr/bin/python3", "marathon_client.py", null, cluster.Marathon);
        Assert.True(await client.ExitsAsync(TimeSpan.FromMinutes(3)) == 0, client.Output);
        Assert.Contains("no app is left", client.Output);
    }
}
