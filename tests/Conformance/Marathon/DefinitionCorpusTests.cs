using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kernel.Marathon.Core;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Tests.Support;

namespace Kernel.Tests.Conformance.Marathon;

/// <summary>Real definitions: those that Marathon takes are taken, and those that it refuses are refused in the same place.</summary>
public sealed class DefinitionCorpusTests
{
    /// <summary>The documentation's example of every member at once; no Marathon takes it (it has both cmd and args).</summary>
    private const string EveryMember = "060-foo-app.json";

    private static readonly Dictionary<string, string> Notes = ReadNotes();

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
        var isPart = Note(file).Contains("PUT/PATCH body", StringComparison.Ordinal) || Note(file).Contains("update body", StringComparison.Ordinal);
        var answer = Ask(file, isPart ? Update(node) : Create(node), isPart);
        Assert.Null(Describe(answer.Refusal));
        if (!isPart)
        {
            var shown = DefinitionJson.ToNode(answer.Spec!);
            shown["id"] = "/again" + (string)shown["id"]!;
            Strip(shown);
            var again = Ask(file, Create(shown), false);
            Assert.Null(Describe(again.Refusal));
            Assert.False(((AppDefinition)answer.Spec! with { Id = default, VersionInfo = null, Version = default, PortDefinitions = null })
                .IsUpgradedBy((AppDefinition)again.Spec! with { Id = default, VersionInfo = null, Version = default, PortDefinitions = null }));
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
        Assert.Null(Describe(Ask(file, new RootChange.CreatePod(shaped!), false).Refusal));
    }

    [CorpusTheory]
    [MemberData(nameof(Groups))]
    public void Groups_are_taken(string file)
    {
        var violations = new Violations();
        var shaped = GroupShape.Read(Read(file), false, violations);
        Assert.Empty(violations.All);
        var id = PathId.Of((string?)shaped!["id"] ?? "/");
        shaped.Remove("id");
        Assert.Null(Describe(Ask(file, new RootChange.UpdateGroup(id, shaped), false).Refusal));
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
                violation.Path == wanted || violation.Path.StartsWith(wanted.TrimEnd('/') + "/", StringComparison.Ordinal) || wanted == "/");
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

        return violations.None ? Ask(expected, change, false, isText: true).Refusal : Refusal.OfShape(violations);
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

    private static void Strip(JsonObject shown)
    {
        foreach (var port in (shown["portDefinitions"] as JsonArray ?? []).Concat(shown["container"]?["portMappings"] as JsonArray ?? []))
        {
            port!.AsObject().Remove("servicePort");
        }
    }

    private static ChangeAnswer Ask(string file, RootChange change, bool withApp, bool isText = false)
    {
        var state = new MarathonState(Settings(isText ? file : Note(file)));
        var loop = new Loop<MarathonInput, MarathonEffect>(new MarathonMachine(state), new Chance(1), static _ => { }, Perform);
        var now = Moment.FromSeconds(1_700_000_000);
        if (withApp)
        {
            Send(new RootChange.CreateApp(Shaped(JsonNode.Parse("""{"id":"/app","cmd":"sleep 1","container":{"type":"MESOS"}}""")!, true)));
        }

        return Send(change);

        ChangeAnswer Send(RootChange sent)
        {
            var reply = new PendingReply<ChangeAnswer>();
            var step = new Step<MarathonInput, MarathonEffect>(now, new Chance(2));
            new MarathonMachine(state).Decide(new MarathonInput.RootChanging(sent, true, "", "", reply), step);
            step.Effects.OfType<MarathonEffect.Answer>().ToList().ForEach(static answer => answer.Give());
            return reply.Task.Result;
        }

        static void Perform(MarathonEffect effect)
        {
        }
    }

    private static MarathonSettings Settings(string note)
    {
        var role = Regex.Match(note, @"--mesos_role (\w+)");
        var isOff = note.Contains("OFF", StringComparison.Ordinal);
        return new()
        {
            Role = role.Success ? role.Groups[1].Value : note.Contains("resident", StringComparison.OrdinalIgnoreCase) ? "*" : "*",
            Features = isOff ? [] : ["secrets", "external_volumes", "gpu_resources"],
            DefaultNetworkName = null,
        };
    }

    private static string? Describe(Refusal? refusal) => refusal switch
    {
        null => null,
        Refusal.Invalid invalid => string.Join("; ", invalid.Violations),
        _ => refusal.Message,
    };

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Corpus.PathOf(file)))!;

    private static string Note(string file) => Notes.GetValueOrDefault(file.Replace("examples/", "", StringComparison.Ordinal), "");

    private static TheoryData<string> Files(string folder) => [.. Corpus.Files(folder, "*.json")];

    private static Dictionary<string, string> ReadNotes() => Corpus.Root is null ? [] : File
        .ReadAllLines(Corpus.PathOf("examples/INDEX.tsv"))
        .Select(static line => line.Split('\t'))
        .Where(static parts => parts.Length > 2)
        .ToDictionary(static parts => parts[0], static parts => parts[2]);
}
