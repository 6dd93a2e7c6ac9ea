using System.Numerics;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// A set of agents, as bits by their numbers. Agents that came one after the other are neighbours: 64 of them share a
/// word, and lie near each other in memory.
/// </summary>
internal sealed class AgentSet
{
    private ulong[] words = [];

    /// <summary>How many agents are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether an agent is in it.</summary>
    public bool Contains(AllocatorAgent agent) =>
        (uint)(agent.Index >> 6) < (uint)words.Length && (words[agent.Index >> 6] & (1UL << agent.Index)) != 0;

    /// <summary>Adds an agent.</summary>
    public void Add(AllocatorAgent agent)
    {
        if (Contains(agent))
        {
            return;
        }

        EnsureWords((agent.Index >> 6) + 1);
        words[agent.Index >> 6] |= 1UL << agent.Index;
        Count++;
    }

    /// <summary>Adds all agents that there are.</summary>
    public void AddAll(ReadOnlySpan<AllocatorAgent?> agents)
    {
        foreach (var agent in agents)
        {
            if (agent is not null)
            {
                Add(agent);
            }
        }
    }

    /// <summary>Removes an agent.</summary>
    /// <returns>Whether it was in it.</returns>
    public bool Remove(AllocatorAgent agent)
    {
        if (!Contains(agent))
        {
            return false;
        }

        words[agent.Index >> 6] &= ~(1UL << agent.Index);
        Count--;
        return true;
    }

    /// <summary>Takes all agents over from another set.</summary>
    public void Take(AgentSet other)
    {
        if (other.Count == 0)
        {
            return;
        }

        EnsureWords(other.words.Length);
        for (var i = 0; i < other.words.Length; i++)
        {
            Count += BitOperations.PopCount(other.words[i] & ~words[i]);
            words[i] |= other.words[i];
        }

        Array.Clear(other.words);
        other.Count = 0;
    }

    /// <summary>Lists the neighbourhoods that have agents in it.</summary>
    public void ListNeighbourhoods(List<int> into)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var next = words.AsSpan(i).IndexOfAnyExcept(0UL);
            if (next < 0)
            {
                return;
            }

            i += next;
            into.Add(i);
        }
    }

    /// <summary>Lists the numbers of its agents in a neighbourhood.</summary>
    public void ListAgents(int neighbourhood, List<int> into)
    {
        for (var rest = words[neighbourhood]; rest != 0; rest &= rest - 1)
        {
            into.Add((neighbourhood << 6) | BitOperations.TrailingZeroCount(rest));
        }
    }

    private void EnsureWords(int count)
    {
        if (count > words.Length)
        {
            Array.Resize(ref words, Math.Max(count, words.Length * 2));
        }
    }
}
