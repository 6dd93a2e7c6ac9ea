using Kernel.Agent.Core;
using Kernel.Agent.Server.Views;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Http;

/// <summary>Where a container is that a call of the API names: below which executor, and in which sandbox.</summary>
/// <param name="Executor">The executor.</param>
/// <param name="Id">The container's own id.</param>
/// <param name="Parent">The id of its parent; null for the executor's own container.</param>
/// <param name="Directory">Its sandbox.</param>
public sealed record NestedPlace(ExecutorView Executor, string Id, string? Parent, string Directory)
{
    /// <summary>How deep containers may lie in each other.</summary>
    private const int DepthMax = 32;

    /// <summary>Finds the place of a container, which need not be there.</summary>
    /// <exception cref="RefusedException">Its executor is not there, or the id cannot be.</exception>
    public static NestedPlace Find(AgentView view, V1.ContainerID container)
    {
        var chain = new List<string>();
        for (var id = container; id is not null; id = id.Parent)
        {
            if (chain.Count == DepthMax || id.Value.Length == 0 || id.Value is "." or ".." || id.Value.Contains('/'))
            {
                throw new RefusedException(400, $"'ContainerID.value' is not valid: '{id.Value}'");
            }

            chain.Insert(0, id.Value);
        }

        var executor = view.Executors.FirstOrDefault(item => item.Run.ContainerId == chain[0] && item.Run.IsLaunched)
            ?? throw new RefusedException(404, $"Container {container.Value} cannot be found");
        var directory = chain.Skip(1).Aggregate(executor.Run.Directory, SandboxPaths.OfNested);
        return new(executor, chain[^1], chain.Count > 1 ? chain[^2] : null, directory);
    }
}
