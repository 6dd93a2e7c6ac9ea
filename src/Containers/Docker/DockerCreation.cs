using System.Text.Json.Nodes;
using V1 = Mesos.V1;

namespace Kernel.Containers.Docker;

/// <summary>
/// What a container is made from, as the engine wants to hear it (Mesos: Docker::RunOptions::create).
/// </summary>
internal static class DockerCreation
{
    private const long SharesPerCpu = 1024;
    private const long SharesMin = 2;
    private const long MemoryMin = 32L * 1024 * 1024;
    private const long QuotaPeriod = 100_000;

    /// <summary>The name of a container.</summary>
    public static string NameOf(string containerId) => "mesos-" + containerId.Replace('/', '.');

    /// <summary>The body of <c>POST /containers/create</c>.</summary>
    /// <exception cref="LaunchFailedException">It was asked for in a way that cannot be.</exception>
    public static JsonObject Of(LaunchPlan plan, DockerSetup setup)
    {
        var container = plan.Image!.Container;
        var docker = container.Docker;
        var host = new JsonObject
        {
            ["NetworkMode"] = DockerNetworks.ModeOf(container),
            ["Privileged"] = docker.Privileged,
            ["Binds"] = Strings(
                [$"{plan.Directory}:{setup.SandboxDirectory}", .. DockerVolumes.BindsOf(container, plan.Directory, setup)]),
        };
        var body = new JsonObject
        {
            ["Image"] = docker.Image,
            ["Env"] = Strings([.. Environment(plan, setup)]),
            ["Labels"] = new JsonObject { [DockerSetup.OwnerLabel] = setup.Owner },
            ["HostConfig"] = host,
        };
        AddCommand(body, plan.Image.Command);
        AddShare(host, plan.Share, setup);
        AddLimits(host, plan.ResourceLimits);
        DockerNetworks.AddPorts(body, host, docker);
        if (container.HasHostname)
        {
            body["Hostname"] = container.Hostname;
        }

        if (plan.Image.Command is { HasUser: true } command)
        {
            body["User"] = command.User;
        }

        DockerParameters.Apply(docker.Parameters, body, host);
        return body;
    }

    /// <summary>An array of strings.</summary>
    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(static value => (JsonNode)value)];

    private static IEnumerable<string> Environment(LaunchPlan plan, DockerSetup setup) =>
    [
        // The machine's search path means nothing in an image.
        .. plan.Environment.Where(static entry =>
            !entry.StartsWith("MESOS_SANDBOX=", StringComparison.Ordinal)
                && !entry.StartsWith("PATH=", StringComparison.Ordinal)),
        .. OwnPath(plan.Image!.Command),
        $"MESOS_SANDBOX={setup.SandboxDirectory}",
        $"MESOS_CONTAINER_NAME={NameOf(plan.ContainerId)}",
    ];

    private static IEnumerable<string> OwnPath(V1.CommandInfo? command) =>
        (command?.Environment?.Variables ?? []).Where(static variable => variable.Name == "PATH")
            .Select(static variable => $"PATH={variable.Value}");

    private static void AddCommand(JsonObject body, V1.CommandInfo? command)
    {
        if (command is { Shell: true, Value.Length: > 0 })
        {
            body["Entrypoint"] = Strings(["/bin/sh"]);
            body["Cmd"] = Strings(["-c", command.Value]);
        }
        else if (command is { Shell: false } && (command.HasValue || command.Arguments.Count > 0))
        {
            body["Cmd"] = Strings([.. command.HasValue ? (string[])[command.Value] : [], .. command.Arguments]);
        }
    }

    private static void AddShare(JsonObject host, ContainerShare? share, DockerSetup setup)
    {
        if (share is null)
        {
            return;
        }

        host["CpuShares"] = Math.Max(SharesMin, (long)(share.Cpus * SharesPerCpu));
        if (double.IsFinite(share.CpusLimit) && (setup.QuotaOfCpus || share.CpusLimit != share.Cpus))
        {
            host["CpuPeriod"] = QuotaPeriod;
            host["CpuQuota"] = (long)(share.CpusLimit * QuotaPeriod);
        }

        if (share.MemoryLimitBytes is { } limit)
        {
            host["Memory"] = Math.Max(MemoryMin, limit);
            if (share.MemoryBytes > 0 && share.MemoryBytes < limit)
            {
                host["MemoryReservation"] = Math.Max(MemoryMin, share.MemoryBytes);
            }
        }
    }

    private static void AddLimits(JsonObject host, IReadOnlyList<ResourceLimit> limits)
    {
        if (limits.Count > 0)
        {
            host["Ulimits"] = new JsonArray([.. limits.Select(static limit => new JsonObject
            {
                ["Name"] = limit.Name,
                ["Soft"] = (long?)limit.Soft ?? -1,
                ["Hard"] = (long?)limit.Hard ?? -1,
            })]);
        }
    }
}
