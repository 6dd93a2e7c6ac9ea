namespace Kernel.Marathon.Core;

/// <summary>
/// In which layer of the dependency graph each app and pod is: 0 if it depends on nothing, else one more than the
/// highest it depends on.
/// </summary>
/// <remarks>
/// A group that depends on another makes everything beneath the one depend on everything beneath the other. To keep
/// that linear, a
/// group stands in the graph twice: as the target of others (all that is in it), and as the scope of what is in it.
/// Without recursion, since users choose how deep the graph is.
/// </remarks>
public static class DependencyLayers
{
    private enum Part
    {
        Spec,
        Target,
        Scope,
    }

    /// <summary>Finds the layers.</summary>
    /// <returns>The layer of each spec that is not in layer 0; null if the graph has a cycle.</returns>
    public static IReadOnlyDictionary<PathId, int>? Of(Tree tree) =>
        tree.Dependents.IsEmpty ? new Dictionary<PathId, int>() : new Graph(tree).Layers();

    private sealed class Graph
    {
        private readonly Tree tree;
        private readonly Dictionary<(Part, PathId), Node> nodes = [];

        internal Graph(Tree tree)
        {
            this.tree = tree;
            foreach (var group in tree.Groups.Values)
            {
                AddGroup(group);
            }

            foreach (var spec in tree.Specs.Values)
            {
                AddSpec(spec);
            }
        }

        internal Dictionary<PathId, int>? Layers()
        {
            var ready = new Queue<Node>(nodes.Values.Where(static node => node.Waiting == 0));
            var done = 0;
            while (ready.TryDequeue(out var node))
            {
                done++;
                foreach (var (above, weight) in node.Above)
                {
                    above.Layer = Math.Max(above.Layer, node.Layer + weight);
                    if (--above.Waiting == 0)
                    {
                        ready.Enqueue(above);
                    }
                }
            }

            return done < nodes.Count ? null : nodes
                .Where(static entry => entry.Key.Item1 == Part.Spec && entry.Value.Layer > 0)
                .ToDictionary(static entry => entry.Key.Item2, static entry => entry.Value.Layer);
        }

        private void AddGroup(GroupNode group)
        {
            var scope = At(Part.Scope, group.Id);
            Depend(scope, group.Dependencies);
            if (!group.Id.IsRoot)
            {
                Connect(At(Part.Scope, group.Id.Parent), scope, 0);
                Connect(At(Part.Target, group.Id), At(Part.Target, group.Id.Parent), 0);
            }
        }

        private void AddSpec(RunSpec spec)
        {
            var node = At(Part.Spec, spec.Id);
            if (!spec.IsPod)
            {
                Depend(node, spec.DependsOn.Where(target => target != spec.Id));
                Connect(At(Part.Scope, spec.Id.Parent), node, 0);
                Connect(node, At(Part.Target, spec.Id.Parent), 0);
            }
        }

        private void Depend(Node node, IEnumerable<PathId> targets)
        {
            foreach (var target in targets)
            {
                if (tree.App(target) is not null)
                {
                    Connect(At(Part.Spec, target), node, 1);
                }
                else if (tree.Group(target) is not null)
                {
                    Connect(At(Part.Target, target), node, 1);
                }
            }
        }

        private Node At(Part part, PathId id) =>
            nodes.TryGetValue((part, id), out var node) ? node : nodes[(part, id)] = new();

        private static void Connect(Node below, Node above, int weight)
        {
            below.Above.Add((above, weight));
            above.Waiting++;
        }
    }

    private sealed class Node
    {
        internal List<(Node Above, int Weight)> Above { get; } = [];

        internal int Waiting { get; set; }

        internal int Layer { get; set; }
    }
}
