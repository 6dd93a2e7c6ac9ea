using System.Collections.Concurrent;
using Kernel.Master.Core;

namespace Kernel.Master.Server.Scheduler;

/// <summary>The open event streams of schedulers.</summary>
internal sealed class EventStreams
{
    private readonly ConcurrentDictionary<string, EventStream> streams = new(StringComparer.Ordinal);

    /// <summary>Adds a stream.</summary>
    public void Add(EventStream stream) => streams[stream.Id] = stream;

    /// <summary>Removes a stream that has ended.</summary>
    public void Remove(string id) => streams.TryRemove(id, out _);

    /// <summary>The principal of a stream's framework; null if there is no such stream, or it has none.</summary>
    public string? PrincipalOf(string? id) => id is null ? null : streams.GetValueOrDefault(id)?.Principal;

    /// <summary>Sends to a stream, if it is still open.</summary>
    public void Send(string id, MasterEffect effect)
    {
        if (streams.TryGetValue(id, out var stream))
        {
            stream.Send(effect);
        }
    }

    /// <summary>Ends a stream, if it is still open.</summary>
    public void Close(string id)
    {
        if (streams.TryGetValue(id, out var stream))
        {
            stream.Close();
        }
    }
}
