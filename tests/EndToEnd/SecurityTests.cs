using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kernel.Tests.EndToEnd.Harness;
using Kernel.Tests.Support;

namespace Kernel.Tests.EndToEnd;

public sealed class SecurityTests : IDisposable
{
    private readonly string secrets = Directory.CreateTempSubdirectory("kernel-secrets-").FullName;

    public void Dispose() => Directory.Delete(secrets, recursive: true);

    [Fact]
    public async Task A_closed_cluster_serves_those_who_say_who_they_are_and_nobody_else()
    {
        await using var cluster = await LocalCluster.UpAsync(
            "--authenticate_http_readonly", "--authenticate_http_readwrite", "--authenticate_http_frameworks",
            $"--credentials={FileOf("all", """{"credentials":[{"principal":"frameworks","secret":"f"},{"principal":"ops","secret":"o"},{"principal":"agents","secret":"a"}]}""")}",
            "--authenticate_agents", $"--agent_credential={FileOf("agents", """{"principal":"agents","secret":"a"}""")}",
            "--mesos_authentication_principal=frameworks", $"--mesos_authentication_secret_file={FileOf("secret", "f\n")}",
            "--http_credentials=web:w");
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.Http.GetAsync($"{cluster.Master}/state")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.Http.GetAsync($"{cluster.Agent}/state")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.Http.GetAsync($"{cluster.Marathon}/v2/apps")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cluster.Http.GetAsync($"{cluster.Chronos}/v1/scheduler/jobs")).StatusCode);

        cluster.Http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("web:w")));
        await cluster.SendAsync(
            HttpMethod.Post, $"{cluster.Marathon}/v2/apps", """{"id":"/web","cmd":"echo hello; sleep 1000","cpus":0.1,"mem":32}""");
        var task = (string)(await cluster.RunningTasksAsync("/web", 1))[0]["id"]!;

        var ops = FileOf("ops", """{"principal":"ops","secret":"o"}""");
        Assert.Contains("hello", await RunAsync(0, cluster, "logs", task, "--credential", ops));
        await RunAsync(0, cluster, "weights", "set", "web=2", "--credential", ops);
        Assert.Contains("--credential", await RunAsync(1, cluster, "weights"));
    }

    [Fact]
    public async Task A_cluster_that_its_own_frameworks_could_not_reach_does_not_start()
    {
        using var process = KernelProcess.Start(
            "up", $"--work_dir={secrets}", "--authenticate_http_frameworks", $"--credentials={FileOf("all", "ops o")}");
        Assert.Equal(1, await process.ExitsAsync());
        Assert.Contains("--mesos_authentication_principal", process.Output);
    }

    [Fact]
    public async Task A_cluster_that_encrypts_runs_apps_and_is_reached_by_those_who_trust_it()
    {
        using var certificates = new TestCertificates();
        await using var cluster = await LocalCluster.UpAsync(certificates.Environment("VERIFY_SERVER_CERT", "VERIFY_IPADD"));
        await cluster.SendAsync(
            HttpMethod.Post, $"{cluster.Marathon}/v2/apps", """{"id":"/web","cmd":"echo hello; sleep 1000","cpus":0.1,"mem":32}""");
        var task = (string)(await cluster.RunningTasksAsync("/web", 1))[0]["id"]!;

        Assert.Contains("hello", await RunAsync(0, cluster, "logs", task, "--cacert", certificates.Ca));
        Assert.Contains(task, await RunAsync(0, cluster, "tasks", "--cacert", certificates.Ca));
        using var foreign = new TestCertificates();
        await RunAsync(1, cluster, "tasks", "--cacert", foreign.Ca);
        await RunAsync(1, cluster, "tasks");
    }

    private static async Task<string> RunAsync(int exitCode, LocalCluster cluster, params string[] command)
    {
        using var process = KernelProcess.Start([.. command, "--master", $"127.0.0.1:{cluster.MasterPort}"]);
        Assert.True(await process.ExitsAsync() == exitCode, $"kernel {string.Join(' ', command)}: {process.Output}");
        return process.Output;
    }

    private string FileOf(string name, string content)
    {
        var path = Path.Combine(secrets, name);
        File.WriteAllText(path, content);
        return path;
    }
}
