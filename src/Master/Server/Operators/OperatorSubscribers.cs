namespace Kernel.Master.Server.Operators;

/// <summary>The subscribers there are: when there are too many, the oldest must go (<c>--max_operator_event_stream_subscribers</c>).</summary>
internal sealed class OperatorSubscribers(int most)
{
    private readonly LinkedList<OperatorSubscriber> all = [];

    /// <summary>Adds a subscriber.</summary>
    public void Add(OperatorSubscriber subscriber)
    {
        OperatorSubscriber? oldest = null;
        lock (all)
        {
            all.AddLast(subscriber);
            if (all.Count > most)
            {
                oldest = all.First!.Value;
                all.RemoveFirst();
            }
        }

        oldest?.CutOff();
    }

    /// <summary>Removes a subscriber.</summary>
    public void Remove(OperatorSubscriber subscriber)
    {
        lock (all)
        {
            all.Remove(subscriber);
        }
    }
}
