using System.Collections.Immutable;
using Kernel.Messages.Store;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Makes the state of what was stored.</summary>
public static class Recovery
{
    /// <summary>What all keys of Marathon begin with.</summary>
    public const string Prefix = Stored.Prefix;

    /// <summary>Makes the state.</summary>
    /// <param name="settings">What the operator set.</param>
    /// <param name="entries">Everything that was stored, in key order.</param>
    /// <exception cref="FormatException">A value is of a newer format; the message names its key.</exception>
    public static MarathonState Recover(MarathonSettings settings, IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        var state = new MarathonState(settings);
        var all = entries.ToList();
        ReadVersions(state, Of(all, Stored.VersionPrefix + "/"));
        ReadTree(state, all);
        foreach (var (_, value) in Of(all, Stored.InstancePrefix))
        {
            ReadInstance(state, MarathonInstance.Parser.ParseFrom(value));
        }

        foreach (var (_, value) in Of(all, Stored.DeploymentPrefix))
        {
            state.SetDeployment(RecoverDeployment.Read(state, MarathonDeployment.Parser.ParseFrom(value)));
        }

        foreach (var (_, value) in Of(all, Stored.FailurePrefix + "/"))
        {
            ReadFailure(state, MarathonTaskFailure.Parser.ParseFrom(value));
        }

        foreach (var (_, value) in Of(all, Stored.FrameworkKey))
        {
            state.Mesos.FrameworkId = MarathonFramework.Parser.ParseFrom(value).Id;
        }

        return state;
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> Of(List<KeyValuePair<string, byte[]>> entries,
        string prefix) =>
        entries.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal));

    private static void ReadVersions(MarathonState state, IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        foreach (var (key, value) in entries)
        {
            state.Versions.Add(ReadSpec(key, value));
        }
    }

    private static RunSpec ReadSpec(string key, byte[] value)
    {
        var message = MarathonSpec.Parser.ParseFrom(value);
        if (message.Format > Stored.Format)
        {
            throw new FormatException($"{key} was written by a newer version of this program");
        }

        return DefinitionJson.Read(message.Definition.Span, message.Pod) with { RoleEnforced = message.EnforcedRole };
    }

    private static void ReadTree(MarathonState state, List<KeyValuePair<string, byte[]>> entries)
    {
        var specs = Tree.Empty.Specs.ToBuilder();
        foreach (var (key, value) in Of(entries, Stored.SpecPrefix + "/"))
        {
            var spec = ReadSpec(key, value);
            specs[spec.Id] = state.Versions.Of(spec.Id, spec.Version) ?? spec;
        }

        var groups = Tree.Empty.Groups.ToBuilder();
        foreach (var (_, value) in Of(entries, Stored.GroupPrefix + "/"))
        {
            var group = Group(MarathonGroup.Parser.ParseFrom(value));
            groups[group.Id] = group;
        }

        var tree = new Tree(specs.ToImmutable(), groups.ToImmutable(), groups[PathId.Root].Version);
        var changes = Of(entries,
            Stored.RootPrefix).Select(static entry => MarathonRootChange.Parser.ParseFrom(entry.Value)).ToList();
        state.SetTree(tree, []);
        RecoverHistory.Read(state, tree, changes);
    }

    /// <summary>A group of its message.</summary>
    internal static GroupNode Group(MarathonGroup message) => new(
        PathId.Of(message.Id),
        [.. message.Dependencies.Select(PathId.Of)],
        message.HasEnforceRole ? message.EnforceRole : null,
        new(message.VersionMs));

    private static void ReadInstance(MarathonState state, MarathonInstance message)
    {
        var id = PathId.Of(message.SpecId);
        if ((state.Versions.Of(id, new(message.SpecVersionMs)) ?? state.Tree.Spec(id)) is not { } spec)
        {
            return;
        }

        state.Instances.Set(new()
        {
            Id = new(message.Id),
            Spec = spec,
            Goal = Enum.Parse<Goal>(message.Goal),
            Condition = Enum.Parse<Condition>(message.Condition),
            Since = new(message.SinceNs),
            ActiveSince = message.ActiveSinceNs == 0 ? null : new Moment(message.ActiveSinceNs),
            ScheduledAt = new(message.ScheduledNs),
            Incarnation = message.Incarnation,
            Role = message.Role,
            Agent = message.Agent is { } agent ? Agent(agent) : null,
            Tasks = [.. message.Tasks.Select(Task)],
            Volumes = [.. message.Volumes.Select(V1.Resource.Parser.ParseFrom)],
        });
    }

    private static InstanceAgent Agent(MarathonInstance.Types.Agent agent) => new(
        agent.Id,
        agent.Host,
        agent.Region.Length > 0 ? agent.Region : null,
        agent.Zone.Length > 0 ? agent.Zone : null,
        agent.Attributes.ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static InstanceTask Task(MarathonInstance.Types.Task task) => new(
        new(task.Id),
        task.Container.Length > 0 ? task.Container : null,
        Enum.Parse<Condition>(task.Condition),
        new(task.StagedNs),
        task.StartedNs == 0 ? null : new Moment(task.StartedNs),
        [.. task.HostPorts.Select(static port => (int)port)],
        task.Status.IsEmpty ? null : V1.TaskStatus.Parser.ParseFrom(task.Status));

    private static void ReadFailure(MarathonState state, MarathonTaskFailure message) => state.SetFailure(
        PathId.Of(message.SpecId),
        new(
            PathId.Of(message.SpecId),
            message.TaskId,
            message.State,
            message.Message,
            message.Host,
            message.AgentId.Length > 0 ? message.AgentId : null,
            new(message.VersionMs),
            new(message.TimestampNs)));
}
