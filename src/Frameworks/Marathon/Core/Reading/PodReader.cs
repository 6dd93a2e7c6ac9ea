using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>Makes canonical pods of what clients send (Marathon: PodsResource.normalize).</summary>
public static class PodReader
{
    /// <summary>Checks the form of a pod that was sent.</summary>
    /// <returns>A copy with known members only; null if it is no object.</returns>
    public static JsonObject? Shape(JsonNode sent, Violations violations) =>
        PodShape.Whole.Read(sent, "", violations) as JsonObject;

    /// <summary>Makes a pod of a shaped definition, which is used up.</summary>
    internal static PodDefinition Read(PathId id, JsonObject pod, string defaultRole, MarathonSettings settings)
    {
        pod.Remove("version");
        pod["id"] = id.Value;
        pod["role"] ??= defaultRole;
        pod["scaling"] ??= new JsonObject { ["kind"] = "fixed", ["instances"] = 1 };
        pod["executorResources"] ??= new JsonObject { ["cpus"] = 0.1, ["mem"] = 32, ["disk"] = 10 };
        pod["networks"] = Networks(pod["networks"] as JsonArray, settings);
        FillScheduling(pod);
        return DefinitionJson.ReadPod(pod);
    }

    private static JsonArray Networks(JsonArray? sent, MarathonSettings settings)
    {
        if (sent is not { Count: > 0 })
        {
            return new(new JsonObject { ["mode"] = "host" });
        }

        var networks = (JsonArray)sent.DeepClone();
        foreach (var network in networks)
        {
            if ((string?)network!["mode"] == "container" && settings.DefaultNetworkName is { } name)
            {
                network["name"] ??= name;
            }
        }

        return networks;
    }

    private static void FillScheduling(JsonObject pod)
    {
        var isResident = (pod["volumes"] as JsonArray ?? []).Any(static volume => volume!["persistent"] is not null);
        var scheduling = pod["scheduling"] as JsonObject ?? [];
        scheduling["backoff"] ??= new JsonObject { ["backoff"] = 1, ["backoffFactor"] = 1.15,
            ["maxLaunchDelay"] = 300 };
        scheduling["killSelection"] ??= "YOUNGEST_FIRST";
        scheduling["unreachableStrategy"] ??= isResident
            ? JsonValue.Create("disabled")
            : new JsonObject { ["inactiveAfterSeconds"] = 0, ["expungeAfterSeconds"] = 0 };
        var upgrade = scheduling["upgrade"] as JsonObject ?? [];
        upgrade["minimumHealthCapacity"] ??= isResident ? 0.5 : 1;
        upgrade["maximumOverCapacity"] ??= isResident ? 0 : 1;
        scheduling["upgrade"] = upgrade.Parent is null ? upgrade : upgrade.DeepClone();
        pod["scheduling"] = scheduling.Parent is null ? scheduling : scheduling.DeepClone();
    }
}
