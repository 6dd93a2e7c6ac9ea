using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kernel.Marathon.Core;

/// <summary>The form of a pod as it is sent (Marathon: pod.raml, podContainer.raml).</summary>
internal static partial class PodShape
{
    private static readonly Shape Env = new MapShape(Shapes.EnvValue, EnvNamePattern());

    private static readonly Shape Http = new ObjectShape(
        ("endpoint", Shapes.Name.Required()), ("path", Shapes.Path), ("scheme", Shapes.Scheme.Optional("HTTP")));

    private static readonly Shape Tcp = new ObjectShape(("endpoint", Shapes.Name.Required()));

    private static readonly Shape HealthCheck = new ObjectShape(
        ("http", Http),
        ("tcp", Tcp),
        ("exec", Shapes.ExecCheck),
        ("gracePeriodSeconds", Shapes.Natural.Optional(300)),
        ("intervalSeconds", Shapes.Natural.Optional(60)),
        ("maxConsecutiveFailures", Shapes.Natural.Optional(3)),
        ("timeoutSeconds", Shapes.Natural.Optional(20)),
        ("delaySeconds", Shapes.Natural.Optional(15)));

    private static readonly Shape Check = new ObjectShape(
        ("http", Http),
        ("tcp", Tcp),
        ("exec", Shapes.ExecCheck),
        ("intervalSeconds", Shapes.Natural.Optional(60)),
        ("timeoutSeconds", Shapes.Natural.Optional(20)),
        ("delaySeconds", Shapes.Natural.Optional(15)));

    private static readonly Shape Resources = new ObjectShape(
        ("cpus", new NumberShape(0.001).Optional(1)),
        ("mem", new NumberShape(0).Optional(128)),
        ("disk", new NumberShape(0).Optional(0)),
        ("gpus", Shapes.Natural.Optional(0)));

    private static readonly Shape Endpoint = new ObjectShape(
        ("name", Shapes.Name.Required()),
        ("containerPort", new IntegerShape(1, 65_535)),
        ("hostPort", Shapes.AnyPort),
        ("protocol", new ArrayShape(Shapes.Name, 1).Optional(new JsonArray("tcp"))),
        ("labels", Shapes.Labels),
        ("networkNames", new ArrayShape(Shapes.NetworkName)));

    private static readonly Shape Image = new ObjectShape(
        ("kind", new EnumShape("DOCKER").Required()),
        ("id", Shapes.Path.Required()),
        ("pullConfig", new ObjectShape(("secret", Shapes.NonEmpty.Required()))),
        ("forcePull", Shapes.Bool),
        ("labels", Shapes.Labels));

    private static readonly Shape Container = new ObjectShape(
        ("name", Shapes.Name.Required()),
        ("exec", new ObjectShape(("command", Shapes.Command.Required()), ("overrideEntrypoint", Shapes.Bool))),
        ("resources", Resources.Required()),
        ("resourceLimits", Shapes.ResourceLimits),
        ("endpoints", new ArrayShape(Endpoint)),
        ("image", Image),
        ("environment", Env),
        ("user", Shapes.NonEmpty),
        ("healthCheck", HealthCheck),
        ("check", Check),
        ("volumeMounts", new ArrayShape(new ObjectShape(
            ("name", Shapes.Name.Required()), ("mountPath", Shapes.Path.Required()), (
                "readOnly", Shapes.Bool.Optional(false))))),
        ("artifacts", new ArrayShape(Shapes.Artifact)),
        ("labels", Shapes.Labels),
        ("lifecycle", new ObjectShape(("killGracePeriodSeconds", new NumberShape(0)))),
        ("tty", Shapes.Bool),
        ("linuxInfo", Shapes.LinuxInfo));

    private static readonly Shape Constraint = new ObjectShape(
        ("fieldName", Shapes.Text.Required()),
        ("operator", new EnumShape("UNIQUE", "CLUSTER", "GROUP_BY", "LIKE", "UNLIKE", "MAX_PER", "IS").Required()),
        ("value", Shapes.Text));

    private static readonly Shape Scheduling = new ObjectShape(
        ("backoff", new ObjectShape(
            ("backoff", new NumberShape(0).Optional(1)),
            ("backoffFactor", new NumberShape(1).Optional(1.15)),
            ("maxLaunchDelay", new NumberShape(0).Optional(300)))),
        ("upgrade", new ObjectShape(
            ("minimumHealthCapacity", new NumberShape(0, 1)),
            ("maximumOverCapacity", new NumberShape(0, 1)))),
        ("placement", new ObjectShape(
            ("constraints", new ArrayShape(Constraint, unique: true)),
            ("acceptedResourceRoles", Shapes.UniqueTexts))),
        ("killSelection", Shapes.KillSelection),
        ("unreachableStrategy", Shapes.Unreachable));

    private static readonly Shape Volume = new ObjectShape(
        ("name", Shapes.Name.Required()),
        ("host", Shapes.NonEmpty),
        ("persistent", Shapes.Persistent),
        ("secret", Shapes.NonEmpty));

    /// <summary>A complete pod.</summary>
    internal static readonly Shape Whole = new ObjectShape(
        ("id", Shapes.PathId.Required()),
        ("labels", Shapes.Labels),
        ("version", Shapes.Text),
        ("user", Shapes.NonEmpty),
        ("environment", Env),
        ("containers", new ArrayShape(Container, 1).Required()),
        ("secrets", Shapes.Secrets),
        ("volumes", new ArrayShape(Volume)),
        ("networks", new ArrayShape(Shapes.Network)),
        ("scaling", new ObjectShape(
            ("kind", new EnumShape("fixed").Required()), ("instances", Shapes.Natural.Optional(1)))),
        ("scheduling", Scheduling),
        ("executorResources", Shapes.ExecutorResources),
        ("role", Shapes.NonEmpty),
        ("linuxInfo", Shapes.LinuxInfo),
        ("legacySharedCgroups", Shapes.Bool));

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]{0,253}$", RegexOptions.CultureInvariant)]
    private static partial Regex EnvNamePattern();
}
