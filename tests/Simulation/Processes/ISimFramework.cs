namespace Kernel.Tests.Simulation.Processes;

/// <summary>A framework of any kind, as those who watch over the cluster see it.</summary>
public interface ISimFramework
{
    /// <summary>Its name in traces.</summary>
    string Name { get; }

    /// <summary>Its id; null until it has subscribed.</summary>
    string? Id { get; }

    /// <summary>The tasks that it counts as running.</summary>
    IEnumerable<string> LiveTasks { get; }

    /// <summary>What it wants and does not have; null if everything is as it wants it.</summary>
    string? Missing();

    /// <summary>Whether it has launched a task.</summary>
    bool Owns(string task);

    /// <summary>Whether it has asked for a task's end, or wants it ended for another reason.</summary>
    bool MayEnd(string task);

    /// <summary>The processes of a task have ended.</summary>
    void Ended(string task);

    /// <summary>From now on nothing changes by itself.</summary>
    void CalmDown();
}
