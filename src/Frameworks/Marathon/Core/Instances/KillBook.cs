namespace Kernel.Marathon.Core;

/// <summary>Kills that are under way, and those that wait until there are fewer.</summary>
public sealed class KillBook
{
    private readonly HashSet<InstanceId> inFlight = [];
    private readonly Queue<InstanceId> waiting = new();
    private readonly HashSet<InstanceId> waitingIds = [];

    /// <summary>How many are under way.</summary>
    public int InFlight => inFlight.Count;

    /// <summary>Whether an instance is being ended, or is to be.</summary>
    public bool Contains(InstanceId id) => inFlight.Contains(id) || waitingIds.Contains(id);

    /// <summary>Notes that a kill is under way.</summary>
    public void Add(InstanceId id) => inFlight.Add(id);

    /// <summary>Notes that a kill has to wait.</summary>
    public void Enqueue(InstanceId id)
    {
        if (waitingIds.Add(id))
        {
            waiting.Enqueue(id);
        }
    }

    /// <summary>The next kill that waits; null if none does.</summary>
    public InstanceId? Next()
    {
        while (waiting.TryDequeue(out var id))
        {
            if (waitingIds.Remove(id))
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>Notes that a kill is over, or not wanted any more.</summary>
    public void Remove(InstanceId id)
    {
        inFlight.Remove(id);
        waitingIds.Remove(id);
    }
}
