using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>A change of what is to run, as a client asks for it. Its JSON has been checked for its form.</summary>
public abstract record RootChange
{
    /// <summary>A new app.</summary>
    public sealed record CreateApp(JsonObject App) : RootChange;

    /// <summary>Changes of apps.</summary>
    /// <param name="Updates">The apps and what is sent of them.</param>
    /// <param name="Partial">Whether what is not sent is kept.</param>
    /// <param name="MayCreate">Whether apps that there are not are created.</param>
    public sealed record UpdateApps(IReadOnlyList<(PathId Id, JsonObject Update)> Updates, bool Partial, bool MayCreate)
        : RootChange;

    /// <summary>All instances are replaced.</summary>
    public sealed record RestartApp(PathId Id) : RootChange;

    /// <summary>An app goes.</summary>
    public sealed record DeleteApp(PathId Id) : RootChange;

    /// <summary>A new pod.</summary>
    public sealed record CreatePod(JsonObject Pod) : RootChange;

    /// <summary>A pod is replaced, or created.</summary>
    public sealed record UpdatePod(PathId Id, JsonObject Pod) : RootChange;

    /// <summary>A pod goes.</summary>
    public sealed record DeletePod(PathId Id) : RootChange;

    /// <summary>A new group.</summary>
    public sealed record CreateGroup(PathId Id, JsonObject Group) : RootChange;

    /// <summary>A group is changed, or created.</summary>
    public sealed record UpdateGroup(PathId Id, JsonObject Group) : RootChange;

    /// <summary>Whether a top-level group's role is enforced.</summary>
    public sealed record EnforceRole(PathId Id, bool Enforced) : RootChange;

    /// <summary>A group and all in it goes.</summary>
    public sealed record DeleteGroup(PathId Id) : RootChange;

    /// <summary>Instances are killed and not replaced.</summary>
    /// <param name="Instances">Which.</param>
    public sealed record KillAndScale(IReadOnlyList<InstanceId> Instances) : RootChange;

    /// <summary>What a deployment changed is undone.</summary>
    public sealed record RollBack(string Deployment) : RootChange;
}
