namespace Kernel.Marathon.Core;

/// <summary>How an instance or a task is doing (Marathon: Condition.scala).</summary>
public enum Condition
{
    /// <summary>It waits for an offer.</summary>
    Scheduled,

    /// <summary>An offer was accepted for it.</summary>
    Provisioned,

    /// <summary>Mesos has it.</summary>
    Staging,

    /// <summary>Its executor has it.</summary>
    Starting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is being ended.</summary>
    Killing,

    /// <summary>Its agent cannot be reached.</summary>
    Unreachable,

    /// <summary>Its agent cannot be reached for so long that it is no longer counted.</summary>
    UnreachableInactive,

    /// <summary>It ended well.</summary>
    Finished,

    /// <summary>It ended badly.</summary>
    Failed,

    /// <summary>It was ended.</summary>
    Killed,

    /// <summary>It could not be launched as it is defined.</summary>
    Error,

    /// <summary>Its agent is gone for good.</summary>
    Gone,

    /// <summary>It never reached its agent.</summary>
    Dropped,

    /// <summary>The master does not know it.</summary>
    Unknown,
}

/// <summary>What is to become of an instance.</summary>
public enum Goal
{
    /// <summary>It is to run; when its task ends it is started anew.</summary>
    Running,

    /// <summary>It is to rest, with its volumes.</summary>
    Stopped,

    /// <summary>It is to go.</summary>
    Decommissioned,
}

/// <summary>What conditions have in common.</summary>
public static class Conditions
{
    /// <summary>Whether its task has ended.</summary>
    public static bool IsTerminal(this Condition condition) => condition >= Condition.Finished;

    /// <summary>Whether there is, or may be, a task at Mesos.</summary>
    public static bool IsActive(this Condition condition) =>
        condition is > Condition.Scheduled and < Condition.Finished;

    /// <summary>Whether the task, if there is one, is out of sight.</summary>
    public static bool IsLost(this Condition condition) =>
        condition is Condition.Unreachable or Condition.Gone or Condition.Unknown or Condition.Dropped;

    /// <summary>Whether an ending in this condition delays the next launch (Marathon: RateLimiterActor).</summary>
    public static bool DelaysLaunch(this Condition condition) =>
        condition is Condition.Failed or Condition.Error or Condition.Dropped or Condition.Gone or Condition.Finished;

    /// <summary>Whether an ending in this condition is remembered as the app's last failure.</summary>
    public static bool IsFailure(this Condition condition) =>
        condition is Condition.Failed or Condition.Error or Condition.Dropped or Condition.Gone or Condition.Unknown;
}
