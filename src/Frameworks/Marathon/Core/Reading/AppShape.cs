using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>
/// The form of an app as it is sent, deprecated members included (Marathon: app.raml, appContainer.raml).
/// </summary>
internal static class AppShape
{
    private static readonly Shape PortMapping = new ObjectShape(
        ("containerPort", Shapes.AnyPort.Optional(0)),
        ("hostPort", Shapes.AnyPort),
        ("servicePort", Shapes.AnyPort.Optional(0)),
        ("protocol", Shapes.Protocol.Optional("tcp")),
        ("name", Shapes.LegacyName),
        ("labels", Shapes.Labels),
        ("networkNames", new ArrayShape(Shapes.Text)));

    private static readonly Shape Docker = new ObjectShape(
        ("image", Shapes.NonEmpty.Required()),
        ("forcePullImage", Shapes.Bool.Optional(false)),
        ("privileged", Shapes.Bool.Optional(false)),
        ("parameters", new ArrayShape(
            new ObjectShape(("key", Shapes.NonEmpty.Required()), ("value", Shapes.Text.Required())))
            .Optional(new JsonArray())),
        ("pullConfig", new ObjectShape(("secret", Shapes.NonEmpty.Required()))),
        ("credential", new ObjectShape(("principal", Shapes.Text.Required()), ("secret", Shapes.Text))),
        ("network", new EnumShape("BRIDGE", "HOST", "NONE", "USER")),
        ("portMappings", new ArrayShape(PortMapping)));

    private static readonly Shape External = new ObjectShape(
        ("name", Shapes.Text),
        ("provider", Shapes.Text),
        ("size", Shapes.Long),
        ("options", new EitherShape(static value => new OptionsShape())),
        ("shared", Shapes.Bool));

    private static readonly Shape Volume = new ObjectShape(
        ("containerPath", Shapes.NonEmpty.Required()),
        ("mode", Shapes.Mode),
        ("hostPath", Shapes.NonEmpty),
        ("persistent", Shapes.Persistent),
        ("external", External),
        ("secret", Shapes.NonEmpty));

    private static readonly Shape Container = new TypedContainerShape(new ObjectShape(
        ("type", new EnumShape("MESOS", "DOCKER")),
        ("docker", Docker),
        ("linuxInfo", Shapes.LinuxInfo),
        ("volumes", new ArrayShape(Volume).Optional(new JsonArray())),
        ("portMappings", new ArrayShape(PortMapping))));

    private static readonly Shape HealthCheck = new ObjectShape(
        ("protocol", new EnumShape("HTTP", "HTTPS", "TCP", "COMMAND", "MESOS_TCP", "MESOS_HTTP",
            "MESOS_HTTPS").Optional("HTTP")),
        ("path", Shapes.Text),
        ("port", Shapes.AnyPort),
        ("portIndex", Shapes.AnyPort),
        ("command", new ObjectShape(("value", Shapes.Text.Required()))),
        ("gracePeriodSeconds", Shapes.Natural.Optional(300)),
        ("intervalSeconds", Shapes.Natural.Optional(60)),
        ("timeoutSeconds", Shapes.Natural.Optional(20)),
        ("maxConsecutiveFailures", Shapes.Natural.Optional(3)),
        ("delaySeconds", Shapes.Natural.Optional(15)),
        ("ignoreHttp1xx", Shapes.Bool.Optional(false)),
        ("ipProtocol", new EnumShape("IPv4", "IPv6").Optional("IPv4")));

    private static readonly Shape Check = new ObjectShape(
        ("http", new ObjectShape(
            ("portIndex", Shapes.AnyPort), ("port", Shapes.AnyPort), ("path", Shapes.Path), (
                "scheme", Shapes.Scheme.Optional("HTTP")))),
        ("tcp", new ObjectShape(("portIndex", Shapes.AnyPort), ("port", Shapes.AnyPort))),
        ("exec", Shapes.ExecCheck),
        ("intervalSeconds", Shapes.Natural.Optional(60)),
        ("timeoutSeconds", Shapes.Natural.Optional(20)),
        ("delaySeconds", Shapes.Natural.Optional(15)));

    private static readonly Shape ReadinessCheck = new ObjectShape(
        ("name", Shapes.NonEmpty.Optional("readinessCheck")),
        ("protocol", Shapes.Scheme.Optional("HTTP")),
        ("path", Shapes.Path.Optional("/")),
        ("portName", Shapes.LegacyName.Optional("http-api")),
        ("intervalSeconds", Shapes.Natural.Optional(30)),
        ("timeoutSeconds", new IntegerShape(1).Optional(10)),
        ("httpStatusCodesForReady",
            new ArrayShape(new IntegerShape(100, 999), 1, unique: true).Optional(new JsonArray(200))),
        ("preserveLastResponse", Shapes.Bool.Optional(false)));

    private static readonly Shape IpAddress = new ObjectShape(
        ("discovery", new ObjectShape(("ports", new ArrayShape(new ObjectShape(
            ("number", Shapes.AnyPort.Optional(0)),
            ("name", Shapes.LegacyName.Required()),
            ("protocol", Shapes.Protocol.Optional("tcp")),
            ("labels", Shapes.Labels)))))),
        ("groups", Shapes.UniqueTexts),
        ("labels", Shapes.Labels),
        ("networkName", Shapes.NonEmpty));

    private static readonly Shape PortDefinition = new ObjectShape(
        ("port", Shapes.AnyPort.Optional(0)),
        ("protocol", Shapes.Protocol.Optional("tcp")),
        ("name", Shapes.LegacyName),
        ("labels", Shapes.Labels));

    private static readonly (string, Member)[] Members =
    [
        ("cmd", Shapes.NonEmpty),
        ("args", Shapes.Texts),
        ("user", Shapes.Text),
        ("env", new MapShape(Shapes.EnvValue)),
        ("instances", Shapes.Natural),
        ("cpus", new NumberShape(0.001)),
        ("mem", new NumberShape(0)),
        ("disk", new NumberShape(0)),
        ("gpus", Shapes.Natural),
        ("resourceLimits", Shapes.ResourceLimits),
        ("executor", Shapes.Text),
        ("executorResources", Shapes.ExecutorResources),
        ("fetch", new ArrayShape(Shapes.Artifact)),
        ("uris", new ArrayShape(Shapes.Path)),
        ("container", Container),
        ("networks", new ArrayShape(Shapes.Network)),
        ("portDefinitions", new ArrayShape(PortDefinition)),
        ("ports", new ArrayShape(Shapes.AnyPort)),
        ("requirePorts", Shapes.Bool),
        ("ipAddress", IpAddress),
        ("constraints", new ArrayShape(new ArrayShape(Shapes.Text, 2, 3), unique: true)),
        ("acceptedResourceRoles", Shapes.UniqueTexts),
        ("role", Shapes.NonEmpty),
        ("labels", Shapes.Labels),
        ("dependencies", new ArrayShape(Shapes.PathId, unique: true)),
        ("healthChecks", new ArrayShape(HealthCheck, unique: true)),
        ("check", Check),
        ("readinessChecks", new ArrayShape(ReadinessCheck)),
        ("upgradeStrategy", new ObjectShape(
            ("minimumHealthCapacity", new NumberShape(0, 1).Required()),
            ("maximumOverCapacity", new NumberShape(0, 1).Required()))),
        ("backoffSeconds", Shapes.Natural),
        ("backoffFactor", new NumberShape(1)),
        ("maxLaunchDelaySeconds", Shapes.Natural),
        ("killSelection", Shapes.KillSelection),
        ("unreachableStrategy", Shapes.Unreachable),
        ("taskKillGracePeriodSeconds", Shapes.Natural),
        ("residency", new ObjectShape(
            ("relaunchEscalationTimeoutSeconds", Shapes.Long.Optional(3600)),
            ("taskLostBehavior", new EnumShape("WAIT_FOREVER", "RELAUNCH_AFTER_TIMEOUT").Optional("WAIT_FOREVER")))),
        ("secrets", Shapes.Secrets),
        ("tty", Shapes.Bool),
        ("version", Shapes.Text),
    ];

    /// <summary>A complete app.</summary>
    internal static readonly Shape Whole = new ObjectShape([("id", Shapes.PathId.Required()), .. Members]);

    /// <summary>Some members of an app.</summary>
    internal static readonly Shape Part = new ObjectShape([("id", Shapes.PathId), .. Members]);

    /// <summary>
    /// A container that does not say its type is Docker's if it has an image, as it always was, and else Mesos's.
    /// </summary>
    private sealed class TypedContainerShape(Shape members) : Shape
    {
        public override JsonNode? Read(JsonNode value, string path, Violations violations)
        {
            var container = members.Read(value, path, violations);
            if (container is JsonObject read)
            {
                read["type"] ??= read["docker"] is null ? "MESOS" : "DOCKER";
            }

            return container;
        }
    }

    /// <summary>
    /// Options of an external volume: a driver's texts, or a CSI plugin's object, which is checked later.
    /// </summary>
    private sealed class OptionsShape : Shape
    {
        public override JsonNode? Read(JsonNode value, string path, Violations violations)
        {
            violations.Demand(value is JsonObject, path, "error.expected.jsobject");
            return value.DeepClone();
        }
    }
}
