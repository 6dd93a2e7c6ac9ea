using System.Collections.Immutable;
using Kernel.Master.Core;

namespace Kernel.Master.Server;

/// <summary>Tells whoever listens what the master publishes. Listeners are called on the loop: they queue and return.</summary>
internal sealed class OperatorFeed
{
    private ImmutableList<Action<MasterEvent>> listeners = [];

    /// <summary>How many listen.</summary>
    public int Listeners => listeners.Count;

    /// <summary>Adds a listener.</summary>
    public void Listen(Action<MasterEvent> listener) => ImmutableInterlocked.Update(ref listeners, all => all.Add(listener));

    /// <summary>Removes a listener.</summary>
    public void Leave(Action<MasterEvent> listener) => ImmutableInterlocked.Update(ref listeners, all => all.Remove(listener));

    /// <summary>Tells all listeners.</summary>
    public void Publish(MasterEvent what)
    {
        foreach (var listener in listeners)
        {
            listener(what);
        }
    }
}
