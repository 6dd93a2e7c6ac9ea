using Kernel.Agent.Core;
using Kernel.Model;
using Kernel.Store;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server;

/// <summary>Reads what an agent stored, at its start.</summary>
public static class AgentLoading
{
    /// <summary>The agent's core, knowing what it knew.</summary>
    /// <exception cref="AgentRecoveryException">What was stored does not go with the flags.</exception>
    public static async Task<AgentMachine> LoadAsync(AgentParts parts, IStore store, long epoch, CancellationToken stop)
    {
        var entries = new List<KeyValuePair<string, byte[]>>();
        await foreach (var entry in store.LoadAsync(AgentKeys.All, stop).ConfigureAwait(false))
        {
            entries.Add(entry);
        }

        foreach (var broken in entries.Where(static entry => !AgentRecovery.IsReadable(entry)).ToArray())
        {
            if (parts.Options.Strict)
            {
                throw new AgentRecoveryException(
                    $"What was stored under {broken.Key} cannot be read; --no-strict starts the agent without it");
            }

            parts.Logger.LogError(
                "What was stored under {Key} cannot be read: the agent goes on without it", broken.Key);
            entries.Remove(broken);
        }

        if (AgentRecovery.IsAnother(parts.Configuration, entries))
        {
            parts.Logger.LogWarning("The machine restarted and the agent's info changed: it starts as a new agent");
            await store.CommitAsync(epoch, [.. entries.Select(static entry => new Write(entry.Key, null))])
                .ConfigureAwait(false);
            entries.Clear();
        }

        var state = new AgentState(parts.Configuration);
        return AgentRecovery.Load(state, entries) is { } error
            ? throw new AgentRecoveryException(error)
            : new AgentMachine(state);
    }
}
