using System.Text.Json.Nodes;
using Kernel.Marathon.Core;
using Mesos.V1;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Tests.Unit.Marathon.Core;

public sealed class TaskTests
{
    private readonly MarathonRig rig = new(new() { Features = ["secrets"], EnvVarsPrefix = "" });

    [Fact]
    public void A_task_is_told_its_ports_its_app_and_what_the_user_says()
    {
        var task = Launched(
            """
            {"id":"/shop/web","cmd":"run","cpus":0.5,"mem":64,"user":"bob","env":{"HOST":"mine","A":"1"},"labels":{"my-label":"x"},
             "ports":[8080,0],"fetch":[{"uri":"http://x/y.tgz","cache":true}],"taskKillGracePeriodSeconds":3}
            """);
        var env = Env(task.Command);
        Assert.Equal("run", task.Command.Value);
        Assert.True(task.Command.Shell);
        Assert.Equal("bob", task.Command.User);
        Assert.Equal("mine", env["HOST"]);
        Assert.Equal($"{env["PORT0"]},{env["PORT1"]}", env["PORTS"]);
        Assert.Equal(env["PORT0"], env["PORT"]);
        Assert.Equal(env["PORT0"], env["PORT_8080"]);
        Assert.Equal(env["PORT1"], env["PORT_10000"]);
        Assert.Equal(task.TaskId.Value, env["MESOS_TASK_ID"]);
        Assert.Equal(("/shop/web", "0.5", "64.0", "MY_LABEL", "x"), (env["MARATHON_APP_ID"], env["MARATHON_APP_RESOURCE_CPUS"], env["MARATHON_APP_RESOURCE_MEM"], env["MARATHON_APP_LABELS"], env["MARATHON_APP_LABEL_MY_LABEL"]));
        Assert.Equal("web.shop", task.Name);
        Assert.Equal(("web.shop", 2), (task.Discovery.Name, task.Discovery.Ports.Ports_.Count));
        Assert.True(task.Command.Uris.Single() is { Cache: true, Extract: true });
        Assert.Equal(3_000_000_000, task.KillPolicy.GracePeriod.Nanoseconds);
        Assert.Equal("my-label", task.Labels.Labels_.Single().Key);
    }

    [Fact]
    public void Arguments_are_run_as_they_are()
    {
        var command = Launched("""{"id":"/a","args":["/bin/echo","a b"]}""").Command;
        Assert.Equal((false, "/bin/echo", 2), (command.Shell, command.Value, command.Arguments.Count));
        var inside = Launched("""{"id":"/b","args":["a"],"container":{"docker":{"image":"i"}}}""").Command;
        Assert.False(inside.HasValue);
    }

    [Fact]
    public void A_container_of_Docker_has_its_image_network_and_ports()
    {
        var task = Launched(
            """
            {"id":"/a","container":{"type":"DOCKER","docker":{"image":"i:1","network":"BRIDGE","privileged":true,"forcePullImage":true,
              "parameters":[{"key":"k","value":"v"}],"portMappings":[{"containerPort":80,"hostPort":0,"protocol":"udp,tcp","name":"http"}]},
              "volumes":[{"containerPath":"/c","hostPath":"/h","mode":"RO"}]}}
            """);
        var docker = task.Container.Docker;
        Assert.Equal(("i:1", true, true, ContainerInfo.Types.DockerInfo.Types.Network.Bridge), (
            docker.Image, docker.Privileged, docker.ForcePullImage, docker.Network));
        Assert.Equal(["udp", "tcp"], docker.PortMappings.Select(static port => port.Protocol));
        Assert.All(docker.PortMappings, static port => Assert.Equal(80u, port.ContainerPort));
        Assert.Contains(docker.Parameters, parameter => parameter is { Key: "label" }
            && parameter.Value == $"MESOS_TASK_ID={task.TaskId.Value}");
        Assert.Equal("/h", task.Container.Volumes.Single().HostPath);
        var env = Env(task.Command);
        Assert.Equal(env["PORT0"], env["PORT_80"]);
        Assert.Equal(env["PORT0"], env["PORT_HTTP"]);
        Assert.Equal("i:1", env["MARATHON_APP_DOCKER_IMAGE"]);
    }

    [Fact]
    public void Without_a_host_port_a_task_on_a_container_network_gets_its_own()
    {
        var task = Launched(
            """
            {"id":"/a","cmd":"x","networks":[{"mode":"container","name":"n"}],
             "container":{"type":"MESOS","docker":{"image":"i"},"portMappings":[{"containerPort":80,"name":"http"}]}}
            """);
        Assert.DoesNotContain(task.Resources, static resource => resource.Name == "ports");
        Assert.Equal("80", Env(task.Command)["PORT0"]);
        Assert.Equal("n", task.Container.NetworkInfos.Single().Name);
        var port = task.Discovery.Ports.Ports_.Single();
        Assert.Equal((80u, "container"), (
            port.Number, port.Labels.Labels_.First(static label => label.Key == "network-scope").Value));
    }

    [Fact]
    public void Checks_that_Mesos_makes_go_with_the_task()
    {
        var task = Launched(
            """{"id":"/a","cmd":"x","healthChecks":[{"protocol":"mesos_http","path":"/h","maxConsecutiveFailures":2}],"check":{"exec":{"command":{"shell":"c"}}}}""");
        Assert.Equal(("/h", 2u, "http"), (
            task.HealthCheck.Http.Path, task.HealthCheck.ConsecutiveFailures, task.HealthCheck.Http.Scheme));
        Assert.Equal(task.Resources.Single(static resource => resource.Name == "ports").Ranges.Range[0].Begin,
            task.HealthCheck.Http.Port);
        Assert.Equal("c", task.Check.Command.Command_.Value);
    }

    [Fact]
    public void Limits_and_a_custom_executor_are_passed_on()
    {
        var limited = Launched("""{"id":"/a","cmd":"x","mem":10,"resourceLimits":{"mem":20,"cpus":"unlimited"}}""");
        Assert.Equal((20, double.PositiveInfinity), (limited.Limits["mem"].Value, limited.Limits["cpus"].Value));
        var custom = Launched("""{"id":"/b","cmd":"x y","executor":"/opt/ex"}""");
        Assert.Null(custom.Command);
        Assert.Equal("chmod ug+rx '/opt/ex' && exec '/opt/ex' x y", custom.Executor.Command.Value);
    }

    [Fact]
    public void A_pod_is_launched_as_one_group_and_what_Marathon_says_wins()
    {
        var pod = Pod("""
            {"id":"/pod","environment":{"A":"pod","HOST":"mine"},"volumes":[{"name":"shared"}],"containers":[
              {"name":"one","resources":{"cpus":0.2,"mem":20},"exec":{"command":{"shell":"run"}},"environment":{"A":"one"},
               "endpoints":[{"name":"web-ui","hostPort":0}],"healthCheck":{"http":{"endpoint":"web-ui","path":"/h"}},"volumeMounts":[{"name":"shared","mountPath":"m"}]},
              {"name":"two","resources":{"cpus":0.3,"mem":30},"exec":{"command":{"argv":["a","b"]}}}]}
            """);
        Assert.Null(pod.Refusal);
        rig.Offer();
        var executor = rig.Executors.Single();
        var (one, two) = (rig.Tasks.Values.Single(static task => task.Name == "one"), rig.Tasks.Values.Single(
            static task => task.Name == "two"));
        Assert.Matches(@"^instance-pod\.", executor.ExecutorId.Value);
        Assert.Equal(ExecutorInfo.Types.Type.Default, executor.Type);
        Assert.Equal(0.1, executor.Resources.Single(static resource => resource.Name == "cpus").Scalar.Value);
        Assert.Equal(0.3, two.Resources.Single(static resource => resource.Name == "cpus").Scalar.Value);
        var env = Env(one.Command);
        Assert.Equal(("one", "h1"), (env["A"], env["HOST"]));
        Assert.Equal(env["EP_HOST_WEB_UI"], env["ENDPOINT_WEB_UI"]);
        Assert.Equal(env["EP_HOST_WEB_UI"], one.HealthCheck.Http.Port.ToString());
        Assert.Equal("volumes/shared", one.Container.Volumes.Single().Source.SandboxPath.Path);
        Assert.Equal(["a", "b"], two.Command.Arguments);
        Assert.Matches(@"^pod\.instance-[^.]+\.two\.1$", two.TaskId.Value);

        rig.Update(one.TaskId.Value, TaskState.TaskRunning, healthy: true);
        Assert.Single(rig.State.Deployments);
        rig.Update(two.TaskId.Value, TaskState.TaskRunning);
        Assert.Single(rig.State.Deployments);
        rig.Update(two.TaskId.Value, TaskState.TaskRunning, healthy: true);
        Assert.Empty(rig.State.Deployments);
        rig.Update(two.TaskId.Value, TaskState.TaskFailed);
        Assert.Equal(Condition.Scheduled, rig.InstancesOf("/pod").Single().Condition);
    }

    private ChangeAnswer Pod(string json)
    {
        var violations = new Violations();
        var shaped = PodReader.Shape(JsonNode.Parse(json)!, violations);
        Assert.Empty(violations.All);
        return rig.Change(new RootChange.CreatePod(shaped!));
    }

    private TaskInfo Launched(string json)
    {
        var answer = rig.Post(json);
        Assert.Null(answer.Refusal);
        var before = rig.Tasks.Keys.ToHashSet();
        rig.Offer();
        return rig.Tasks.Single(task => !before.Contains(task.Key)).Value;
    }

    private static Dictionary<string, string> Env(CommandInfo command) =>
        command.Environment.Variables.ToDictionary(static variable => variable.Name, static variable => variable.Value);
}
