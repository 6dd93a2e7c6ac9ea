using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>A POST to /api/v1/scheduler: the call as it goes over the wire.</summary>
/// <param name="Number">Which request of the connection it is.</param>
/// <param name="Body">The serialized call.</param>
/// <param name="StreamId">The Mesos-Stream-Id header.</param>
public sealed record SchedulerRequest(long Number, byte[] Body, string? StreamId);

/// <summary>The head of an answer.</summary>
/// <param name="Number">Which request it answers.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body of a plain answer.</param>
/// <param name="StreamId">The Mesos-Stream-Id header of an event stream.</param>
/// <param name="Location">Where a 307 leads to.</param>
public sealed record SchedulerAnswer(long Number, int Status, string Body = "", string? StreamId = null, string? Location = null);

/// <summary>A record of an event stream.</summary>
/// <param name="Body">The serialized event.</param>
public sealed record SchedulerRecord(byte[] Body)
{
    /// <summary>The event.</summary>
    public Event Read() => Event.Parser.ParseFrom(Body);
}
