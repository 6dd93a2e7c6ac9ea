using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>Makes canonical apps of what clients send (Marathon: AppNormalization.scala).</summary>
public static class AppReader
{
    private static readonly JsonObject Defaults = new()
    {
        ["instances"] = 1,
        ["cpus"] = 1,
        ["mem"] = 128,
        ["disk"] = 0,
        ["gpus"] = 0,
        ["executor"] = "",
        ["labels"] = new JsonObject(),
        ["requirePorts"] = false,
        ["backoffSeconds"] = 1,
        ["backoffFactor"] = 1.15,
        ["maxLaunchDelaySeconds"] = 300,
        ["killSelection"] = "YOUNGEST_FIRST",
    };

    private static readonly string[] OmittedWhenEmpty =
        ["args", "constraints", "dependencies", "env", "fetch", "healthChecks", "readinessChecks", "secrets"];

    /// <summary>Checks the form of an app or update that was sent, whatever the state is.</summary>
    /// <param name="sent">The JSON.</param>
    /// <param name="whole">Whether it must have an id.</param>
    /// <param name="violations">Notes what is wrong.</param>
    /// <returns>A copy with known members only; null if it is no object.</returns>
    public static JsonObject? Shape(JsonNode sent, bool whole, Violations violations) =>
        (whole ? AppShape.Whole : AppShape.Part).Read(sent, "", violations) as JsonObject;

    /// <summary>Makes an app of a shaped definition, or of an existing app and a shaped update of it.</summary>
    /// <param name="id">The app's id.</param>
    /// <param name="update">The shaped JSON; it is used up.</param>
    /// <param name="existing">The app that the update is for; null: a new or wholly replaced one.</param>
    /// <param name="defaultRole">The role it has unless it says or had another.</param>
    /// <param name="settings">What the operator set.</param>
    /// <param name="violations">Notes what is wrong.</param>
    /// <returns>The app; null if the deprecated members are already wrong.</returns>
    public static AppDefinition? Read(
        PathId id,
        JsonObject update,
        AppDefinition? existing,
        string defaultRole,
        MarathonSettings settings,
        Violations violations)
    {
        var before = violations.All.Count;
        DeprecatedMembers.Check(update, violations);
        if (violations.All.Count > before)
        {
            return null;
        }

        var old = existing is null ? null : DefinitionJson.ToNode(existing);
        DeprecatedMembers.Translate(update, old, settings.BridgeName);
        var merged = Merge(old, update);
        merged["id"] = id.Value;
        merged["role"] ??= defaultRole;
        FillIn(merged);
        foreach (var name in OmittedWhenEmpty.Where(
            name => merged[name] is JsonArray { Count: 0 } or JsonObject { Count: 0 }))
        {
            merged.Remove(name);
        }

        return AppNormal.Of(DefinitionJson.ReadApp(merged), settings);
    }

    /// <summary>Fills in members whose default depends on others.</summary>
    private static void FillIn(JsonObject app)
    {
        var volumes = app["container"]?["volumes"] as JsonArray ?? [];
        var isResident = volumes.Any(static volume => volume!["persistent"] is not null);
        var isExternal = volumes.Any(static volume => volume!["external"] is not null);
        var isSingle = (string?)app["labels"]?[AppNormal.SingleInstanceLabel] == "true";
        app["upgradeStrategy"] ??= isSingle ? Strategy(0, 0) : isResident
            || isExternal ? Strategy(0.5, 0) : Strategy(1, 1);
        app["unreachableStrategy"] ??= isResident
            ? JsonValue.Create("disabled")
            : new JsonObject { ["inactiveAfterSeconds"] = 0, ["expungeAfterSeconds"] = 0 };
        if (app["networks"] is not JsonArray { Count: > 0 })
        {
            app["networks"] = new JsonArray(new JsonObject { ["mode"] = "host" });
        }
    }

    private static JsonObject Strategy(double minimumHealthCapacity, double maximumOverCapacity) => new()
    {
        ["minimumHealthCapacity"] = minimumHealthCapacity,
        ["maximumOverCapacity"] = maximumOverCapacity,
    };

    private static JsonObject Merge(JsonObject? old, JsonObject update)
    {
        update.Remove("version");
        var merged = old ?? (JsonObject)Defaults.DeepClone();
        if (old is not null && update["networks"] is JsonArray { Count: > 0 } networks)
        {
            Refit(merged, update, (string?)networks[0]!["mode"] == "host");
        }

        ReplaceByContent(merged, update);
        foreach (var (name, value) in update.ToList())
        {
            update.Remove(name);
            merged[name] = value;
        }

        return merged;
    }

    /// <summary>Ports of the old kind of network do not fit the new kind.</summary>
    private static void Refit(JsonObject old, JsonObject update, bool toHost)
    {
        if (toHost)
        {
            (old["container"] as JsonObject)?.Remove("portMappings");
        }
        else if (update["portDefinitions"] is null)
        {
            old.Remove("portDefinitions");
        }
    }

    /// <summary>Strategies that follow from others are worked out anew unless they were sent.</summary>
    private static void ReplaceByContent(JsonObject old, JsonObject update)
    {
        if (update["cmd"] is not null && update["args"] is null)
        {
            old.Remove("args");
        }
        else if (update["args"] is not null && update["cmd"] is null)
        {
            old.Remove("cmd");
        }
    }
}
