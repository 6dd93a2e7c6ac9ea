using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>
/// Members of apps that newer ones have replaced: <c>uris</c>, <c>ports</c>, <c>ipAddress</c>,
/// <c>container.docker.network</c> and
/// <c>container.docker.portMappings</c> (Marathon: AppNormalization.scala, AppValidation.scala).
/// </summary>
internal static class DeprecatedMembers
{
    private static readonly string[] Archives = [".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".gz", ".tgz", ".tbz2",
        ".txz", ".zip"];

    /// <summary>Notes old members that stand beside the new ones, or where they never could.</summary>
    internal static void Check(JsonObject app, Violations violations)
    {
        var docker = app["container"]?["docker"] as JsonObject;
        var mesos = (string?)app["container"]?["type"] == "MESOS";
        violations.Demand(
            app["networks"] is null || app["ipAddress"] is null, "/", "must not specify both networks and ipAddress");
        violations.Demand(
            app["networks"] is null || docker?["network"] is null,
            "/",
            "must not specify both container.docker.network and networks");
        violations.Demand(
            !Some(app["uris"]) || !Some(app["fetch"]), "/uris", "may not be set in conjunction with fetch");
        violations.Demand(docker?["credential"] is null, "/container/docker/credential", "must be empty");
        violations.Demand(!mesos || docker?["network"] is null, "/container/docker/network", "must be empty");
        violations.Demand(
            docker?["portMappings"] is null
                || (!mesos && !(Some(docker["portMappings"]) && Some(app["container"]!["portMappings"]))),
            "/container/docker/portMappings",
            "must be empty");
        violations.Demand(
            (string?)docker?["network"] != "NONE", "/container/docker/network", "NONE is no longer supported");
        violations.Demand(
            !Some(app["ipAddress"]?["discovery"]?["ports"]) || docker is null || mesos,
            "/ipAddress/discovery",
            "ipAddress/discovery is not allowed for Docker containers");
        CheckPorts(app, violations);
    }

    /// <summary>Replaces old members by new ones.</summary>
    /// <param name="app">The app or update; changed in place.</param>
    /// <param name="existing">The app that an update is for.</param>
    /// <param name="bridgeName">The network name that means bridge networking.</param>
    internal static void Translate(JsonObject app, JsonObject? existing, string bridgeName)
    {
        TranslateUris(app);
        TranslateNetworks(app, bridgeName);
        TranslateMappings(app);
        TranslatePorts(app, existing);
        app.Remove("ipAddress");
        (app["container"]?["docker"] as JsonObject)?.Remove("network");
    }

    private static void CheckPorts(JsonObject app, Violations violations)
    {
        var ports = Numbers(app["ports"]);
        var defined = Numbers(app["portDefinitions"], "port");
        violations.Demand(
            ports is not { Count: > 0 } || defined is not { Count: > 0 } || ports.SequenceEqual(defined),
            "/",
            "cannot specify both ports and port definitions");
        violations.Demand(
            ports is null || ports.Where(static port => port != 0).GroupBy(static port => port).All(
                static same => same.Count() == 1),
            "/ports",
            "Ports must be unique.");
        violations.Demand(
            app["ipAddress"] is null || (ports is not { Count: > 0 } && defined is not { Count: > 0 })
                || app["container"]?["docker"]?["network"] is not null,
            "/",
            "cannot specify both an IP address and port");
    }

    private static void TranslateUris(JsonObject app)
    {
        if (app["uris"] is JsonArray uris && (uris.Count > 0 || app["fetch"] is null))
        {
            app["fetch"] = new JsonArray([.. uris.Select(static uri => Fetched((string)uri!))]);
        }

        app.Remove("uris");
    }

    private static JsonNode Fetched(string uri) => new JsonObject
    {
        ["uri"] = uri,
        ["extract"] = Archives.Any(archive => uri.Split('?')[0].EndsWith(archive, StringComparison.Ordinal)),
        ["executable"] = false,
        ["cache"] = false,
    };

    private static void TranslateNetworks(JsonObject app, string bridgeName)
    {
        var ip = app["ipAddress"] as JsonObject;
        var mode = (string?)app["container"]?["docker"]?["network"] switch
        {
            "HOST" => "host",
            "BRIDGE" => "container/bridge",
            "USER" => "container",
            _ when ip is not null => (string?)ip["networkName"] == bridgeName ? "container/bridge" : "container",
            _ => null,
        };
        if (mode is null)
        {
            return;
        }

        var network = new JsonObject { ["mode"] = mode };
        if (mode == "container")
        {
            Copy(ip, "networkName", network, "name");
            Copy(ip, "labels", network, "labels");
        }

        app["networks"] = new JsonArray(network);
        if (mode != "host" && app["container"] is null)
        {
            app["container"] = new JsonObject { ["type"] = "MESOS", ["volumes"] = new JsonArray() };
        }
    }

    private static void TranslateMappings(JsonObject app)
    {
        if (app["container"] is not JsonObject container)
        {
            return;
        }

        if (container["docker"] is JsonObject docker && docker["portMappings"] is JsonArray mappings)
        {
            docker.Remove("portMappings");
            container["portMappings"] ??= mappings;
        }

        if (app["ipAddress"]?["discovery"]?["ports"] is JsonArray discovered && container["portMappings"] is null)
        {
            container["portMappings"] = new JsonArray(
                [.. discovered.Select(static port => Discovered((JsonObject)port!))]);
        }
    }

    private static JsonNode Discovered(JsonObject port)
    {
        var mapping = new JsonObject { ["servicePort"] = 0 };
        Copy(port, "number", mapping, "containerPort");
        Copy(port, "name", mapping, "name");
        Copy(port, "protocol", mapping, "protocol");
        Copy(port, "labels", mapping, "labels");
        return mapping;
    }

    private static void TranslatePorts(JsonObject app, JsonObject? existing)
    {
        var old = app["container"]?["docker"]?["network"] is not null || app["ports"] is not null;
        if (app["ports"] is JsonArray ports && !Some(app["portDefinitions"]))
        {
            app["portDefinitions"] = new JsonArray(
                [.. ports.Select(static port => new JsonObject { ["port"] = port!.DeepClone(),
                    ["protocol"] = "tcp" })]);
        }

        app.Remove("ports");
        var networks = app["networks"] ?? existing?["networks"];
        var isHost = networks is not JsonArray { Count: > 0 } all || (string?)all[0]!["mode"] == "host";
        if (!isHost && old && app["portDefinitions"] is JsonArray definitions)
        {
            app.Remove("portDefinitions");
            Pad(app, existing, definitions.Count);
        }
    }

    /// <summary>Ports beyond the port mappings become mappings of their own.</summary>
    private static void Pad(JsonObject app, JsonObject? existing, int count)
    {
        var container = app["container"] as JsonObject ?? existing?["container"]?.DeepClone() as JsonObject;
        if (container?["portMappings"] is not JsonArray mappings)
        {
            return;
        }

        while (mappings.Count < count)
        {
            mappings.Add((JsonNode)new JsonObject { ["containerPort"] = 0, ["servicePort"] = 0, ["protocol"] = "tcp" });
        }

        app["container"] = container;
    }

    private static bool Some(JsonNode? node) => node is JsonArray { Count: > 0 };

    private static void Copy(JsonObject? from, string name, JsonObject to, string newName)
    {
        if (from?[name] is { } value)
        {
            to[newName] = value.DeepClone();
        }
    }

    private static List<int>? Numbers(JsonNode? array, string? member = null) =>
        (array as JsonArray)?.Select(item => (int)(member is null ? item : item![member])!).ToList();
}
