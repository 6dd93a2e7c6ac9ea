namespace Kernel.Marathon.Core;

/// <summary>What must hold of ids (Marathon: PathId.scala).</summary>
internal static class PathRules
{
    private static readonly string[] Reserved = ["restart", "tasks", "versions", ".", ".."];

    /// <summary>Notes what is wrong with the id of an app or pod.</summary>
    internal static void CheckSpec(PathId id, string path, Violations violations)
    {
        violations.Demand(!id.IsRoot, path, "Path must contain at least one path element");
        violations.Demand(
            id.IsWellFormed, path, $"must fully match regular expression '{PathId.SegmentGrammar}'");
        violations.Demand(
            !Reserved.Contains(id.Name),
            path,
            "must not end with any of the following reserved keywords: restart, tasks, versions, ., ..");
    }
}
