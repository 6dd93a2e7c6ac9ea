using System.Globalization;
using System.Text.Json.Nodes;
using V1 = Mesos.V1;

namespace Kernel.Containers.Docker;

/// <summary>
/// Parameters of <c>docker run</c> that a framework gives as they stand (<c>DockerInfo.parameters</c>), said in the
/// words of the engine's API.
/// </summary>
internal static class DockerParameters
{
    // Flags that are lists of texts in HostConfig.
    private static readonly Dictionary<string, string> hostLists = new(StringComparer.Ordinal)
    {
        ["volume"] = "Binds", ["v"] = "Binds", ["cap-add"] = "CapAdd",
        ["cap-drop"] = "CapDrop", ["add-host"] = "ExtraHosts",
        ["dns"] = "Dns", ["dns-search"] = "DnsSearch", ["dns-opt"] = "DnsOptions",
        ["dns-option"] = "DnsOptions", ["link"] = "Links",
        ["security-opt"] = "SecurityOpt", ["volumes-from"] = "VolumesFrom", ["group-add"] = "GroupAdd",
    };

    private static readonly Dictionary<string, string> hostTexts = new(StringComparer.Ordinal)
    {
        ["net"] = "NetworkMode", ["network"] = "NetworkMode", ["ipc"] = "IpcMode",
        ["pid"] = "PidMode", ["uts"] = "UTSMode",
        ["userns"] = "UsernsMode", ["cgroup-parent"] = "CgroupParent",
        ["cpuset-cpus"] = "CpusetCpus", ["cpuset-mems"] = "CpusetMems",
        ["runtime"] = "Runtime", ["volume-driver"] = "VolumeDriver", ["isolation"] = "Isolation",
    };

    private static readonly Dictionary<string, string> hostSizes = new(StringComparer.Ordinal)
    {
        ["memory"] = "Memory", ["m"] = "Memory",
        ["memory-swap"] = "MemorySwap", ["memory-reservation"] = "MemoryReservation",
        ["shm-size"] = "ShmSize", ["kernel-memory"] = "KernelMemory", ["cpu-shares"] = "CpuShares", ["c"] = "CpuShares",
        ["cpu-period"] = "CpuPeriod", ["cpu-quota"] = "CpuQuota",
        ["pids-limit"] = "PidsLimit", ["oom-score-adj"] = "OomScoreAdj",
        ["memory-swappiness"] = "MemorySwappiness", ["blkio-weight"] = "BlkioWeight",
    };

    private static readonly Dictionary<string, string> hostSwitches = new(StringComparer.Ordinal)
    {
        ["privileged"] = "Privileged", ["read-only"] = "ReadonlyRootfs",
        ["init"] = "Init", ["oom-kill-disable"] = "OomKillDisable",
        ["publish-all"] = "PublishAllPorts", ["P"] = "PublishAllPorts",
    };

    private static readonly Dictionary<string, string> bodyTexts = new(StringComparer.Ordinal)
    {
        ["hostname"] = "Hostname", ["h"] = "Hostname", ["domainname"] = "Domainname", ["user"] = "User", ["u"] = "User",
        ["workdir"] = "WorkingDir", ["w"] = "WorkingDir",
        ["mac-address"] = "MacAddress", ["stop-signal"] = "StopSignal",
    };

    /// <summary>Applies them, in order: later ones replace earlier ones where there can be only one.</summary>
    /// <exception cref="LaunchFailedException">One is not known, or its value cannot be.</exception>
    public static void Apply(IEnumerable<V1.Parameter> parameters, JsonObject body, JsonObject host)
    {
        foreach (var parameter in parameters)
        {
            Apply(parameter.Key.TrimStart('-'), parameter.Value, body, host);
        }
    }

    private static void Apply(string key, string value, JsonObject body, JsonObject host)
    {
        if (hostLists.TryGetValue(key, out var list))
        {
            Append(host, list, value);
        }
        else if (hostTexts.TryGetValue(key, out var text))
        {
            host[text] = value;
        }
        else if (hostSizes.TryGetValue(key, out var size))
        {
            host[size] = Size(key, value);
        }
        else if (hostSwitches.TryGetValue(key, out var flag))
        {
            host[flag] = value is "" or "true" or "1";
        }
        else if (bodyTexts.TryGetValue(key, out var own))
        {
            body[own] = value;
        }
        else
        {
            ApplySpecial(key, value, body, host);
        }
    }

    private static void ApplySpecial(string key, string value, JsonObject body, JsonObject host)
    {
        var (name, rest) = Split(value, '=');
        switch (key)
        {
            case "env" or "e": Append(body, "Env", value); break;
            case "label" or "l": Child(body, "Labels")[name] = rest; break;
            case "sysctl": Child(host, "Sysctls")[name] = rest; break;
            case "storage-opt": Child(host, "StorageOpt")[name] = rest; break;
            case "tmpfs": Child(host, "Tmpfs")[Split(value, ':').First] = Split(value, ':').After; break;
            case "log-driver": Child(host, "LogConfig")["Type"] = value; break;
            case "log-opt": Child(Child(host, "LogConfig"), "Config")[name] = rest; break;
            case "entrypoint": body["Entrypoint"] = DockerCreation.Strings([value]); break;
            case "cpus": host["NanoCpus"] = (long)(Number(key, value) * 1e9); break;
            case "ulimit": AddLimit(host, name, rest); break;
            case "device": AddDevice(host, value); break;
            case "restart" or "rm" or "detach" or "d" or "name" or "cidfile" or "interactive" or "i" or "tty" or "t":
                throw new LaunchFailedException(
                    $"The docker parameter '{key}' cannot be given: it is the agent's to set");
            default: throw new LaunchFailedException($"The docker parameter '{key}' is not known");
        }
    }

    private static void AddLimit(JsonObject host, string name, string bounds)
    {
        var (soft, hard) = Split(bounds, ':');
        Child(host, "Ulimits", static () => new JsonArray()).AsArray().Add(new JsonObject
        {
            ["Name"] = name,
            ["Soft"] = (long)Number("ulimit", soft),
            ["Hard"] = (long)Number("ulimit", hard.Length > 0 ? hard : soft),
        });
    }

    private static void AddDevice(JsonObject host, string value)
    {
        var parts = value.Split(':');
        Child(host, "Devices", static () => new JsonArray()).AsArray().Add(new JsonObject
        {
            ["PathOnHost"] = parts[0],
            ["PathInContainer"] = parts.Length > 1 ? parts[1] : parts[0],
            ["CgroupPermissions"] = parts.Length > 2 ? parts[2] : "rwm",
        });
    }

    private static void Append(JsonObject parent, string name, string value) =>
        Child(parent, name, static () => new JsonArray()).AsArray().Add(value);

    private static JsonObject Child(JsonObject parent, string name) =>
        Child(parent, name, static () => new JsonObject()).AsObject();

    private static JsonNode Child(JsonObject parent, string name, Func<JsonNode> make)
    {
        if (parent[name] is not { } child)
        {
            parent[name] = child = make();
        }

        return child;
    }

    private static (string First, string After) Split(string value, char separator)
    {
        var at = value.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (value, "") : (value[..at], value[(at + 1)..]);
    }

    /// <summary>A number, in bytes if it ends in a unit.</summary>
    private static long Size(string key, string value)
    {
        var text = value.TrimEnd('b', 'B');
        var unit = text.Length == 0 ? ' ' : char.ToLowerInvariant(text[^1]);
        var shift = unit switch { 'k' => 10, 'm' => 20, 'g' => 30, 't' => 40, _ => 0 };
        return (long)(Number(key, shift == 0 ? text : text[..^1]) * (1L << shift));
    }

    private static double Number(string key, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : throw new LaunchFailedException($"The docker parameter '{key}' needs a number, not '{value}'");
}
