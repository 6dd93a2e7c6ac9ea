using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kernel.Marathon.Core;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Tests.Support;

namespace Kernel.Tests.Conformance.Marathon;

/// <summary>
/// Real definitions: those that Marathon takes are taken, and those that it refuses are refused in the same place.
/// </summary>
public sealed class DefinitionCorpusTests
{
    /// <summary>
    /// The documentation's example of every member at once; no Marathon takes it (it has both cmd and args).
    /// </summary>
    private const string EveryMember = "060-foo-app.json";

    private static readonly Dictionary<string, (string Source, string Note)> Index = ReadIndex();

    public static TheoryData<string> Apps => Files("examples/marathon-apps");

    public static TheoryData<string> Pods => Files("examples/marathon-pods");

    public static TheoryData<string> Groups => Files("examples/marathon-groups");

    public static TheoryData<string> Invalid => Files("examples/marathon-invalid");

    [CorpusTheory]
    [MemberData(nameof(Apps))]
    public void Apps_are_taken_and_what_is_shown_is_taken_again(string file)
    {
        if (file.EndsWith(EveryMember, StringComparison.Ordinal))
        {
            return;
        }

        var node = Read(file);
        var isPart = Note(file).Contains("PUT/PATCH body", StringComparison.Ordinal)
            || Note(file).Contains("update body", StringComparison.Ordinal);
        if (Source(file).Contains("AppUpdateTest", StringComparison.Ordinal))
        {
            Shaped(node, false); // The test that it comes from reads it, and does not apply it to an app.
            return;
        }

        var answer = Ask(file, isPart ? Update(node) : Create(node), isPart);
        Assert.Equal("", Describe(answer.Refusal));
        if (!isPart)
        {
            var shown = DefinitionJson.ToNode(answer.Spec!);
            var again = Ask(file, Create(shown.DeepClone()), false);
            Assert.Equal("", Describe(again.Refusal));
            Assert.True(JsonNode.DeepEquals(Bare(shown), Bare(DefinitionJson.ToNode(again.Spec!))));
        }
    }

    [CorpusTheory]
    [MemberData(nameof(Pods))]
    public void Pods_are_taken(string file)
    {
        var violations = new Violations();
        var shaped = PodReader.Shape(Read(file), violations);
        if (Note(file).Contains("error.path.missing", StringComparison.Ordinal))
        {
            Assert.Contains(violations.All, static violation => violation.Error == "error.path.missing");
            return;
        }

        Assert.Empty(violations.All);
        Assert.Equal("", Describe(Ask(file, new RootChange.CreatePod(shaped!), false).Refusal));
    }

    [CorpusTheory]
    [MemberData(nameof(Groups))]
    public void Groups_are_taken(string file)
    {
        var violations = new Violations();
        var shaped = GroupShape.Read(Read(file), false, violations);
        Assert.Empty(violations.All);
        var id = PathId.Of(
            (string?)shaped!["id"] ?? (file.Contains("enforce", StringComparison.Ordinal) ? "/top" : "/"));
        shaped.Remove("id");
        Assert.Equal("", Describe(Ask(file, new RootChange.UpdateGroup(id, shaped), false).Refusal));
    }

    [CorpusTheory]
    [MemberData(nameof(Invalid))]
    public void What_Marathon_refuses_is_refused_in_the_same_place(string file)
    {
        var expected = File.ReadAllText(Corpus.PathOf(Path.ChangeExtension(file, ".expect.txt")));
        var refusal = Refuse(file, expected);
        var invalid = Assert.IsType<Refusal.Invalid>(refusal);
        Assert.NotEmpty(invalid.Violations);
        if (Regex.Match(expected, @"^path: (/\S*)", RegexOptions.Multiline) is { Success: true } path)
        {
            var wanted = path.Groups[1].Value.TrimEnd('…');
            Assert.Contains(invalid.Violations, violation =>
                violation.Path == wanted
                    || violation.Path.StartsWith(wanted.TrimEnd('/') + "/", StringComparison.Ordinal) || wanted == "/");
        }
    }

    private static Refusal? Refuse(string file, string expected)
    {
        var violations = new Violations();
        var node = Read(file);
        RootChange change;
        if (expected.Contains("/v2/groups", StringComparison.Ordinal) || node["groups"] is not null)
        {
            var shaped = GroupShape.Read(node, false, violations);
            var id = PathId.Of((string?)shaped?["id"] ?? "/");
            shaped?.Remove("id");
            change = new RootChange.UpdateGroup(id, shaped!);
        }
        else if (node["containers"] is not null)
        {
            change = new RootChange.CreatePod(PodReader.Shape(node, violations)!);
        }
        else
        {
            change = new RootChange.CreateApp(AppReader.Shape(node, true, violations)!);
        }

        return violations.None ? Ask(file, change, false, expected).Refusal : Refusal.OfShape(violations);
    }

    private static RootChange Create(JsonNode node) => new RootChange.CreateApp(Shaped(node, true));

    private static RootChange Update(JsonNode node) =>
        new RootChange.UpdateApps([(PathId.Of("/app"), Shaped(node, false))], true, true);

    private static JsonObject Shaped(JsonNode node, bool whole)
    {
        var violations = new Violations();
        var shaped = AppReader.Shape(node, whole, violations);
        Assert.Empty(violations.All);
        return shaped!;
    }

    /// <summary>Without what Marathon gives each app anew.</summary>
    private static JsonObject Bare(JsonObject shown)
    {
        shown.Remove("version");
        shown.Remove("versionInfo");
        return shown;
    }

    private static ChangeAnswer Ask(string file, RootChange change, bool withApp, string? expected = null)
    {
        var machine = new MarathonMachine(new(Settings(file, expected)));
        if (withApp)
        {
            Send(Create(JsonNode.Parse("""{"id":"/app","cmd":"sleep 1","secrets":{"database":{"source":"x"}}}""")!));
        }

        return Send(change);

        ChangeAnswer Send(RootChange sent)
        {
            var reply = new PendingReply<ChangeAnswer>();
            var step = new Step<MarathonInput, MarathonEffect>(Moment.FromSeconds(1_700_000_000), new Chance(2));
            machine.Decide(new MarathonInput.RootChanging(sent, true, "", "", reply), step);
            step.Effects.OfType<MarathonEffect.Answer>().ToList().ForEach(static answer => answer.Give());
            return reply.Task.Result;
        }
    }

    /// <summary>The flags that a definition needs: those that its note names, and the role that it asks for.</summary>
    private static MarathonSettings Settings(string file, string? expected)
    {
        var role = Regex.Match(expected ?? Note(file), @"--mesos_role (\w+)");
        var text = File.ReadAllText(Corpus.PathOf(file));
        var own = Regex.Match(text, "\"role\": *\"(\\w+)\"");
        return new()
        {
            Role = role.Success ? role.Groups[1].Value
                : expected is not null ? "*"
                : own.Success ? own.Groups[1].Value
                : text.Contains("\"persistent\"", StringComparison.Ordinal) ? "foo" : "*",
            Features = expected?.Contains("OFF", StringComparison.Ordinal) == true ? []
                : ["secrets", "external_volumes", "gpu_resources"],
            DefaultNetworkName = expected is null ? "default-network" : null,
        };
    }

    private static string Describe(Refusal? refusal) => refusal switch
    {
        null => "",
        Refusal.Invalid invalid => string.Join("; ", invalid.Violations),
        _ => refusal.Message,
    };

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Corpus.PathOf(file)))!;

    private static string Note(string file) => Entry(file).Note;

    private static string Source(string file) => Entry(file).Source;

    private static (string Source, string Note) Entry(string file) =>
        Index.GetValueOrDefault(file.Replace("examples/", "", StringComparison.Ordinal), ("", ""));

    private static TheoryData<string> Files(string folder) => [.. Corpus.Files(folder, "*.json")];

    private static Dictionary<string, (string Source, string Note)> ReadIndex() => Corpus.Root is null ? [] : File
        .ReadAllLines(Corpus.PathOf("examples/INDEX.tsv"))
        .Select(static line => line.Split('\t'))
        .Where(static parts => parts.Length > 2)
        .ToDictionary(static parts => parts[0], static parts => (parts[1], parts[2]));
}
