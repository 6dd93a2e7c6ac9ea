using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Network;

/// <summary>
/// Holds messages on their way: the first that it catches stays where it is, and with it whatever comes behind it on the same connection,
/// until they are let go, or lost with their connection.
/// </summary>
/// <param name="catches">Which messages it catches: who sends, who receives, what.</param>
public sealed class SimHold(Func<SimProcess, SimProcess, object, bool> catches)
{
    private readonly List<(SimConnection Connection, Action Again)> held = [];

    /// <summary>How many messages it has caught.</summary>
    public int Caught { get; private set; }

    /// <summary>The first message that it has caught; null if it has caught none.</summary>
    public object? First { get; private set; }

    /// <summary>Whether it still holds what it catches.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Lets everything go on.</summary>
    public void Release()
    {
        IsOver = true;
        held.ForEach(static one => one.Again());
        held.Clear();
    }

    /// <summary>The connections break on which something is held; both ends notice soon, or after up to a minute.</summary>
    public void Lose(bool noticedSoon = true)
    {
        IsOver = true;
        foreach (var connection in held.Select(static one => one.Connection).Distinct())
        {
            connection.Break(noticedSoon);
        }

        held.Clear();
    }

    internal bool Catches(SimProcess from, SimProcess to, object payload) => !IsOver && catches(from, to, payload);

    internal void Keep(SimConnection connection, object payload, Action again)
    {
        First ??= payload;
        Caught++;
        held.Add((connection, again));
    }
}
