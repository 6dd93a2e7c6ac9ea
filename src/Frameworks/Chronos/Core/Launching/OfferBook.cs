using Mesos.V1;

namespace Kernel.Chronos.Core;

/// <summary>The offers at hand, in the order they came.</summary>
public sealed class OfferBook
{
    private readonly Dictionary<string, OfferRoom> byId = [];
    private readonly List<OfferRoom> inOrder = [];

    /// <summary>How many there are.</summary>
    public int Count => inOrder.Count;

    /// <summary>All of them.</summary>
    internal IReadOnlyList<OfferRoom> InOrder => inOrder;

    /// <summary>Adds an offer.</summary>
    internal void Add(Offer offer)
    {
        var room = new OfferRoom(offer);
        if (byId.TryAdd(offer.Id.Value, room))
        {
            inOrder.Add(room);
        }
    }

    /// <summary>Takes an offer out.</summary>
    /// <returns>Null if it was not there.</returns>
    internal OfferRoom? Take(string id)
    {
        if (!byId.Remove(id, out var room))
        {
            return null;
        }

        inOrder.Remove(room);
        return room;
    }

    /// <summary>All offers are void.</summary>
    internal void Clear()
    {
        byId.Clear();
        inOrder.Clear();
    }
}
