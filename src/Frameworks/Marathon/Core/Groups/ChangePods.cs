using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>Creates, changes and removes pods in a tree (Marathon: PodsResource.scala).</summary>
internal static class ChangePods
{
    /// <summary>A new pod.</summary>
    internal static Refusal? Create(TreeEdit edit, JsonObject sent)
    {
        var id = PathId.Of((string)sent["id"]!);
        return edit.Tree.Specs.ContainsKey(id)
            ? new Refusal.Conflict($"A pod with id [{id}] already exists.")
            : Put(edit, id, sent);
    }

    /// <summary>A pod is set.</summary>
    internal static Refusal? Put(TreeEdit edit, PathId id, JsonObject sent)
    {
        PathRules.CheckSpec(id, "/id", edit.Violations);
        if (edit.Tree.App(id) is not null)
        {
            edit.Violations.Add("/id", "Applications and Pods may not share the same id");
        }

        var pod = PodReader.Read(id, sent, edit.Tree.Pod(id)?.Role ?? edit.DefaultRole(id), edit.Settings);
        PodRules.Check(pod, edit.Settings, edit.Violations);
        if (!edit.Violations.None)
        {
            return Refusal.Of(edit.Violations);
        }

        edit.Put(pod);
        return null;
    }

    /// <summary>A pod goes.</summary>
    internal static Refusal? Delete(TreeEdit edit, PathId id)
    {
        if (edit.Tree.Pod(id) is null)
        {
            return Refusal.NoPod(id);
        }

        edit.Remove(id);
        return null;
    }
}
