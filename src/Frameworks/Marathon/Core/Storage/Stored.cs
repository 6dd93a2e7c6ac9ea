using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Messages.Store;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>The keys and values that Marathon stores.</summary>
internal static class Stored
{
    /// <summary>The version of all values.</summary>
    internal const uint Format = 1;

    /// <summary>Everything of ours begins with this.</summary>
    internal const string Prefix = "marathon/";

    internal const string SpecPrefix = Prefix + "spec";
    internal const string VersionPrefix = Prefix + "version";
    internal const string GroupPrefix = Prefix + "group";
    internal const string RootPrefix = Prefix + "root/";
    internal const string InstancePrefix = Prefix + "instance/";
    internal const string DeploymentPrefix = Prefix + "deployment/";
    internal const string FailurePrefix = Prefix + "failure";
    internal const string FrameworkKey = Prefix + "framework";

    internal static string Key(InstanceId id) => InstancePrefix + id.Value;

    internal static string SpecKey(PathId id) => SpecPrefix + id.Value;

    internal static string VersionKey(PathId id, Version version) =>
        $"{VersionPrefix}{id.Value}/{version.Milliseconds:D15}";

    internal static string GroupKey(PathId id) => GroupPrefix + id.Value;

    internal static string RootKey(Version version) => $"{RootPrefix}{version.Milliseconds:D15}";

    internal static string DeploymentKey(string id) => DeploymentPrefix + id;

    internal static string FailureKey(PathId id) => FailurePrefix + id.Value;

    internal static byte[] Write(RunSpec spec) => new MarathonSpec
    {
        Format = Format,
        Pod = spec.IsPod,
        Definition = ByteString.CopyFrom(DefinitionJson.Write(spec)),
        EnforcedRole = spec.RoleEnforced,
    }.ToByteArray();

    internal static byte[] Write(GroupNode group) => Message(group).ToByteArray();

    internal static MarathonGroup Message(GroupNode group)
    {
        var message = new MarathonGroup { Format = Format, Id = group.Id.Value,
            VersionMs = group.Version.Milliseconds };
        message.Dependencies.AddRange(group.Dependencies.Select(static id => id.Value));
        if (group.EnforceRole is { } enforced)
        {
            message.EnforceRole = enforced;
        }

        return message;
    }

    internal static byte[] Framework(string id, IReadOnlyList<string> roles) =>
        new MarathonFramework { Format = Format, Id = id, Roles = { roles } }.ToByteArray();

    internal static byte[] Write(TaskFailure failure) => new MarathonTaskFailure
    {
        Format = Format,
        SpecId = failure.SpecId.Value,
        TaskId = failure.TaskId,
        State = failure.State,
        Message = failure.Message,
        Host = failure.Host,
        AgentId = failure.AgentId ?? "",
        VersionMs = failure.Version.Milliseconds,
        TimestampNs = failure.At.Nanoseconds,
    }.ToByteArray();

    internal static byte[] Write(Deployment deployment)
    {
        var plan = deployment.Plan;
        var message = new MarathonDeployment
        {
            Format = Format,
            Id = plan.Id,
            VersionMs = plan.Version.Milliseconds,
            CurrentStep = deployment.CurrentStep,
            StartedMs = Version.At(deployment.StartedAt).Milliseconds,
        };
        message.Changes.AddRange(plan.Changes.Select(Message));
        message.GroupsAdded.AddRange(plan.Groups.Added.Select(static id => id.Value));
        message.GroupsBefore.AddRange(plan.Groups.Before.Select(Message));
        message.Steps.AddRange(plan.Steps.Select(static step => new MarathonDeployment.Types.Step
        {
            Actions = { step.Actions.Select(Message) },
        }));
        return message.ToByteArray();
    }

    internal static MarathonRootChange.Types.Change Message(SpecChange change) => new()
    {
        Id = change.Id.Value,
        BeforeMs = change.Before?.Version.Milliseconds ?? 0,
        AfterMs = change.After?.Version.Milliseconds ?? 0,
    };

    internal static byte[] Write(Instance instance)
    {
        var message = new MarathonInstance
        {
            Format = Format,
            Id = instance.Id.Value,
            SpecId = instance.SpecId.Value,
            SpecVersionMs = instance.Spec.Version.Milliseconds,
            Goal = instance.Goal.ToString(),
            Condition = instance.Condition.ToString(),
            SinceNs = instance.Since.Nanoseconds,
            ActiveSinceNs = instance.ActiveSince?.Nanoseconds ?? 0,
            ScheduledNs = instance.ScheduledAt.Nanoseconds,
            Incarnation = instance.Incarnation,
            Role = instance.Role,
        };
        message.Tasks.AddRange(instance.Tasks.Select(Message));
        message.Volumes.AddRange(instance.Volumes.Select(static volume => volume.ToByteString()));
        if (instance.Agent is { } agent)
        {
            message.Agent = Message(agent);
        }

        return message.ToByteArray();
    }

    private static MarathonDeployment.Types.Action Message(DeploymentAction action) => new()
    {
        Kind = action.Kind.ToString(),
        Id = action.Id.Value,
        IsPod = action.IsPod,
        Kill = { action.Kill.Select(static id => id.Value) },
    };

    private static MarathonInstance.Types.Agent Message(InstanceAgent agent)
    {
        var message = new MarathonInstance.Types.Agent
        {
            Id = agent.Id,
            Host = agent.Host,
            Region = agent.Region ?? "",
            Zone = agent.Zone ?? "",
        };
        message.Attributes.Add(agent.Attributes);
        return message;
    }

    private static MarathonInstance.Types.Task Message(InstanceTask task) => new()
    {
        Id = task.Id.Value,
        Container = task.Container ?? "",
        Condition = task.Condition.ToString(),
        StagedNs = task.StagedAt.Nanoseconds,
        StartedNs = task.StartedAt?.Nanoseconds ?? 0,
        HostPorts = { task.HostPorts.Select(static port => (uint)port) },
        Status = task.Status?.ToByteString() ?? ByteString.Empty,
    };
}
