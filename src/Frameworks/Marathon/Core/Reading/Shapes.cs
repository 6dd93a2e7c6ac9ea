using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kernel.Marathon.Core;

/// <summary>The forms that apps and pods share (Marathon: the RAML types of its API).</summary>
internal static partial class Shapes
{
    internal static readonly Shape Text = new TextShape();
    internal static readonly Shape NonEmpty = new TextShape(1);
    internal static readonly Shape Path = new TextShape(1, 1024);
    internal static readonly Shape Name = new TextShape(1, 63, NamePattern());
    internal static readonly Shape LegacyName = new TextShape(1, pattern: NamePattern());
    internal static readonly Shape NetworkName = new TextShape(1, 63, NetworkNamePattern());
    internal static readonly Shape PathId = new TextShape(1, pattern: PathIdPattern());
    internal static readonly Shape Labels = new MapShape(Text);
    internal static readonly Shape Texts = new ArrayShape(Text);
    internal static readonly Shape UniqueTexts = new ArrayShape(Text, unique: true);
    internal static readonly Shape Bool = BoolShape.Instance;
    internal static readonly Shape Natural = IntegerShape.Natural;
    internal static readonly Shape AnyPort = IntegerShape.AnyPort;
    internal static readonly Shape Long = new IntegerShape(0, 1L << 53);
    internal static readonly Shape Protocol = new EnumShape("tcp", "udp", "udp,tcp");
    internal static readonly Shape Scheme = new EnumShape("HTTP", "HTTPS");
    internal static readonly Shape Mode = new EnumShape("RO", "RW");

    internal static readonly Shape EnvValue = new EitherShape(static value => value is JsonObject
        ? new ObjectShape(("secret", Text.Required()))
        : Text);

    internal static readonly Shape Secrets = new MapShape(new ObjectShape(("source", NonEmpty.Required())));

    internal static readonly Shape Artifact = new ObjectShape(
        ("uri", Path.Required()),
        ("extract", Bool.Optional(true)),
        ("executable", Bool.Optional(false)),
        ("cache", Bool.Optional(false)),
        ("destPath", Path));

    internal static readonly Shape Network = new ObjectShape(
        ("name", NetworkName),
        ("mode", new EnumShape("container", "container/bridge", "host").Optional("container")),
        ("labels", Labels));

    internal static readonly Shape Limit = new EitherShape(static value => value.GetValueKind() == JsonValueKind.String
        ? new LimitTextShape()
        : new NumberShape(0));

    internal static readonly Shape ResourceLimits = new ObjectShape(("cpus", Limit), ("mem", Limit));

    internal static readonly Shape ExecutorResources = new ObjectShape(
        ("cpus", new NumberShape(0.1).Optional(0.1)),
        ("mem", new NumberShape(32).Optional(32)),
        ("disk", new NumberShape(10).Optional(10)));

    internal static readonly Shape Unreachable = new EitherShape(static value => value.GetValueKind() == JsonValueKind.String
        ? new EnumShape("disabled")
        : new ObjectShape(("inactiveAfterSeconds", Long.Optional(0)), ("expungeAfterSeconds", Long.Optional(0))));

    internal static readonly Shape KillSelection = new EnumShape("YOUNGEST_FIRST", "OLDEST_FIRST");

    internal static readonly Shape LinuxInfo = new ObjectShape(
        ("seccomp", new ObjectShape(("profileName", Text), ("unconfined", Bool.Optional(false)))),
        ("ipcInfo", new ObjectShape(
            ("mode", new EnumShape("PRIVATE", "SHARE_PARENT").Required()), ("shmSize", Natural))));

    internal static readonly Shape Persistent = new ObjectShape(
        ("type", new EnumShape("root", "path", "mount")),
        ("size", Long.Required()),
        ("maxSize", Long),
        ("profileName", Text),
        ("constraints", new ArrayShape(new ArrayShape(Text, 2, 3), unique: true)));

    internal static readonly Shape Command = new EitherShape(static value => value is JsonObject map
        && map["argv"] is not null
        ? new ObjectShape(("argv", new ArrayShape(Text, 1).Required()))
        : new ObjectShape(("shell", NonEmpty.Required())));

    internal static readonly Shape ExecCheck = new ObjectShape(("command", Command.Required()));

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9_]*[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex NetworkNamePattern();

    /// <summary>The pattern of RAML's PathId, run by an engine that no input makes slow.</summary>
    private static Regex PathIdPattern() => new(
        @"^/?(?:(?:\.\.?|(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?)?(?:$|/))+$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>The one text that a limit can be.</summary>
    private sealed class LimitTextShape : Shape
    {
        public override JsonNode? Read(JsonNode value, string path, Violations violations)
        {
            var text = value.GetValue<string>();
            violations.Demand(
                text == "unlimited",
                path,
                $"'{text}' is an invalid resource limit. It must be 'unlimited' or a number");
            return JsonValue.Create(text);
        }
    }
}
