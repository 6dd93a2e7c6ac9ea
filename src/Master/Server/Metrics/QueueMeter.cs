using Kernel.Master.Core;
using Kernel.Runtime.Metrics;

namespace Kernel.Master.Server.Metrics;

/// <summary>Counts what waits in the mailbox of the master's loop, by the kinds that Mesos's metrics tell apart.</summary>
internal sealed class QueueMeter
{
    private long messages;
    private long requests;
    private long dispatches;

    /// <summary>Counts an input that has begun (1) or ended (-1) to wait.</summary>
    public void Count(MasterInput input, int by)
    {
        switch (input)
        {
            case MasterInput.SchedulerCalled or MasterInput.SchedulerSubscribing or MasterInput.OperatorCalled:
                Interlocked.Add(ref requests, by);
                break;
            case MasterInput.StreamClosed or MasterInput.LinkClosed or MasterInput.Elected:
                Interlocked.Add(ref dispatches, by);
                break;
            default:
                Interlocked.Add(ref messages, by);
                break;
        }
    }

    /// <summary>Adds the metrics.</summary>
    public void AddTo(MetricTable metrics)
    {
        metrics["master/event_queue_messages"] = Interlocked.Read(ref messages);
        metrics["master/event_queue_http_requests"] = Interlocked.Read(ref requests);
        metrics["master/event_queue_dispatches"] = Interlocked.Read(ref dispatches);
    }
}
