using System.Text.Json;
using Kernel.Marathon.Core;
using Kernel.Model;

namespace Kernel.Marathon.Server;

/// <summary>Which parts of groups a reader wants to see.</summary>
internal readonly record struct GroupParts(bool Groups, bool Apps, bool Pods, Embeds App)
{
    /// <summary>The parts that <c>embed</c> parameters name; all but the details of apps if none does.</summary>
    internal static GroupParts Of(IReadOnlyCollection<string> names)
    {
        var parts = new GroupParts(
            names.Contains("group.groups"),
            names.Any(static name => name.StartsWith("group.apps", StringComparison.Ordinal)),
            names.Contains("group.pods"),
            EmbedNames.Of(names.ToArray()));
        return parts is { Groups: false, Apps: false, Pods: false } ? new(true, true, true, Embeds.None) : parts;
    }
}

/// <summary>Groups as the API shows them (Marathon: GroupInfo, GroupConversion.scala).</summary>
internal sealed class GroupJson
{
    private readonly MarathonView view;
    private readonly GroupParts parts;
    private readonly Moment now;
    private readonly ILookup<PathId, GroupNode> groups;
    private readonly ILookup<PathId, RunSpec> specs;

    internal GroupJson(MarathonView view, Tree tree, GroupParts parts, Moment now)
    {
        this.view = view;
        this.parts = parts;
        this.now = now;
        groups = tree.Groups.Values.Where(static group => !group.Id.IsRoot).ToLookup(static group => group.Id.Parent);
        specs = tree.Specs.Values.ToLookup(static spec => spec.Id.Parent);
    }

    /// <summary>Writes a group and what is beneath.</summary>
    internal void Write(Utf8JsonWriter writer, GroupNode group)
    {
        writer.WriteStartObject();
        writer.WriteString("id", group.Id.Value);
        if (parts.Apps)
        {
            writer.WriteStartArray("apps");
            WriteApps(writer, specs[group.Id].OfType<AppDefinition>());
            writer.WriteEndArray();
        }

        WritePods(writer, group.Id);
        if (parts.Groups)
        {
            writer.WriteStartArray("groups");
            foreach (var nested in groups[group.Id])
            {
                Write(writer, nested);
            }

            writer.WriteEndArray();
        }

        WriteRest(writer, group);
        writer.WriteEndObject();
    }

    /// <summary>Writes apps into an array that has been begun.</summary>
    internal void WriteApps(Utf8JsonWriter writer, IEnumerable<AppDefinition> apps)
    {
        foreach (var app in apps)
        {
            AppJson.Write(writer, app, view, parts.App, now);
        }
    }

    private void WritePods(Utf8JsonWriter writer, PathId group)
    {
        if (!parts.Pods)
        {
            return;
        }

        writer.WriteStartArray("pods");
        foreach (var pod in specs[group].OfType<PodDefinition>())
        {
            PodStatusJson.Write(writer, pod, view, now);
        }

        writer.WriteEndArray();
    }

    private static void WriteRest(Utf8JsonWriter writer, GroupNode group)
    {
        writer.WriteStartArray("dependencies");
        foreach (var id in group.Dependencies)
        {
            writer.WriteStringValue(id.Value);
        }

        writer.WriteEndArray();
        writer.WriteString("version", group.Version.ToString());
        if (group.EnforceRole is { } enforced)
        {
            writer.WriteBoolean("enforceRole", enforced);
        }
    }
}
