using Kernel.Agent.Core;
using Kernel.Agent.Server.Http;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Executors;

/// <summary>
/// What the token of an executor claims, and what it is good for: the calls of that executor, and the containers below its own (mesos.md
/// 3.12; Mesos: verifyExecutorClaims in src/slave/http.cpp, LocalImplicitExecutorObjectApprover in src/authorizer/local/authorizer.cpp).
/// </summary>
public static class ExecutorClaims
{
    private const string Framework = "fid";
    private const string Executor = "eid";
    private const string Container = "cid";

    /// <summary>What is claimed for an executor.</summary>
    public static IReadOnlyDictionary<string, string> Of(ExecutorRun run) => new Dictionary<string, string>
    {
        [Framework] = run.Key.Framework.Value,
        [Executor] = run.Key.Executor.Value,
        [Container] = run.ContainerId,
    };

    /// <summary>Demands that a caller who claims something claims to be this executor.</summary>
    /// <exception cref="RefusedException">It does not: 403.</exception>
    public static void Demand(Principal? caller, ExecutorKey key) =>
        Demand(caller is null || (Claims(caller, Framework, key.Framework.Value) && Claims(caller, Executor, key.Executor.Value)));

    /// <summary>Demands that a caller who claims something claims to be this very run of an executor.</summary>
    /// <exception cref="RefusedException">It does not: 403.</exception>
    public static void Demand(Principal? caller, ExecutorRun run) =>
        Demand(caller is null || Claims(caller, Container, run.ContainerId));

    /// <summary>Demands of a caller without a name, an executor, that a container is one below its own.</summary>
    /// <param name="caller">Who calls; null if nobody has demanded to know.</param>
    /// <param name="container">The container; null if the call is about none, which is nothing for executors.</param>
    /// <exception cref="RefusedException">It is not: 403.</exception>
    public static void Demand(Principal? caller, V1.ContainerID? container)
    {
        if (caller is not { Value: null })
        {
            return;
        }

        var root = container;
        while (root?.Parent is { } parent)
        {
            root = parent;
        }

        Demand(root is not null && Claims(caller, Container, root.Value));
    }

    /// <summary>Demands of a caller without a name that it asks for no more than what executors may.</summary>
    /// <exception cref="RefusedException">It does: 403.</exception>
    public static void DemandPath(Principal? caller, string path) =>
        Demand(caller is not { Value: null } || path is "/api/v1" or "/api/v1/executor");

    private static bool Claims(Principal caller, string name, string value) =>
        caller.Claims.TryGetValue(name, out var claimed) && claimed == value;

    private static void Demand(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw new RefusedException(403, "The claims of the token do not allow this");
        }
    }
}
