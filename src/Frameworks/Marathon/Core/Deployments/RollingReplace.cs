namespace Kernel.Marathon.Core;

/// <summary>How many instances may go and come at one moment of a rolling replacement.</summary>
/// <param name="Kill">Old ones that may be ended now.</param>
/// <param name="Start">New ones that may be scheduled now.</param>
public readonly record struct ReplaceMove(int Kill, int Start);

/// <summary>What a rolling replacement looks like at one moment.</summary>
/// <param name="Wanted">How many instances there are to be.</param>
/// <param name="OldActive">Old instances that nobody has ended.</param>
/// <param name="OldHealthy">Those of them that are healthy.</param>
/// <param name="OldPresent">Old instances whose tasks have not ended, whether or not somebody has ended them.</param>
/// <param name="NewActive">New instances that are to run.</param>
/// <param name="NewReady">Those of them that run, healthy and ready.</param>
public readonly record struct ReplaceState(
    int Wanted, int OldActive, int OldHealthy, int OldPresent, int NewActive, int NewReady);

/// <summary>
/// The arithmetic of rolling replacements (Marathon: TaskReplaceActor.scala, RestartStrategy). It looks at what is
/// there and counts nothing
/// along the way, so that it goes on wherever a failover or a forced deployment left things.
/// </summary>
public static class RollingReplace
{
    /// <summary>The least number of healthy instances, and the greatest number of instances.</summary>
    public static (int MinHealthy, int MaxCapacity) Bounds(int wanted, UpgradeStrategy strategy, bool isResident)
    {
        var minHealthy = (int)Math.Ceiling(wanted * strategy.MinimumHealthCapacity);
        var maxCapacity = (int)Math.Floor(wanted * (1 + strategy.MaximumOverCapacity));
        if (minHealthy != maxCapacity)
        {
            return (minHealthy, maxCapacity);
        }

        return isResident ? (Math.Max(0, minHealthy - 1), maxCapacity) : (minHealthy, maxCapacity + 1);
    }

    /// <summary>What may be done now.</summary>
    public static ReplaceMove Move(ReplaceState now, UpgradeStrategy strategy, bool isResident)
    {
        var (minHealthy, maxCapacity) = Bounds(now.Wanted, strategy, isResident);
        var dispensable = now.OldHealthy + now.NewReady - minHealthy;
        var surplus = now.OldActive - (now.Wanted - now.NewReady);
        var blocked = now.NewActive == 0 && now.OldPresent >= maxCapacity && now.OldPresent == now.OldActive;
        var stuck = blocked && now.OldHealthy < now.OldActive ? 1 : 0;
        var kill = Math.Clamp(Math.Max(Math.Max(dispensable, surplus), stuck), 0, now.OldActive);
        var start = Math.Min(maxCapacity - now.OldPresent - now.NewActive, now.Wanted - now.NewActive);
        return new(kill, Math.Max(0, start));
    }
}
