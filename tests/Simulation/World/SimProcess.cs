using Kernel.Model;
using Kernel.Tests.Simulation.Network;

namespace Kernel.Tests.Simulation.World;

/// <summary>A process that can be started and killed. What it planned dies with it, and so do its connections.</summary>
public abstract class SimProcess(SimWorld world, SimNetwork network, string name, string host, int port)
{
    private int incarnation;
    private Moment pausedUntil;

    /// <summary>The world it lives in.</summary>
    public SimWorld World => world;

    /// <summary>What connects it with others.</summary>
    public SimNetwork Network => network;

    /// <summary>Its name in traces.</summary>
    public string Name => name;

    /// <summary>The address of its machine.</summary>
    public string Host => host;

    /// <summary>Where it listens.</summary>
    public string Address => $"{host}:{port}";

    /// <summary>Whether it runs.</summary>
    public bool IsUp { get; private set; }

    /// <summary>How often it has been started.</summary>
    public int Incarnation => incarnation;

    /// <summary>Whether it stands still, as a process does that is stopped, or whose machine is.</summary>
    public bool IsPaused => IsUp && world.Now < pausedUntil;

    /// <summary>How wrong its clock is.</summary>
    public TimeSpan Skew { get; private set; }

    /// <summary>The time as it sees it.</summary>
    public Moment Clock => world.Now + Skew;

    /// <summary>Starts it.</summary>
    public void Start()
    {
        if (!IsUp)
        {
            IsUp = true;
            incarnation++;
            pausedUntil = default;
            world.Note(name, "starts");
            network.Listen(this);
            OnStart();
        }
    }

    /// <summary>Kills it, as kill -9 does.</summary>
    public void Kill(string why)
    {
        if (IsUp)
        {
            world.Note(name, $"is killed: {why}");
            IsUp = false;
            incarnation++;
            network.Died(this);
            OnKilled();
        }
    }

    /// <summary>Kills it and starts it again after a while.</summary>
    public void Restart(string why, TimeSpan after)
    {
        Kill(why);
        world.After(after, Start);
    }

    /// <summary>Stops it for a while: what is due meanwhile waits, in order.</summary>
    public void Pause(TimeSpan span)
    {
        if (IsUp && !IsPaused)
        {
            world.Note(name, $"stands still for {span.TotalSeconds:0.0} s");
            pausedUntil = world.Now + span;
        }
    }

    /// <summary>Does something after a while, if the process still runs then.</summary>
    public void Soon(TimeSpan delay, Action action)
    {
        var mine = incarnation;
        world.After(delay, () => Run(mine, action));
    }

    /// <summary>Does something at once, or, if the process stands still, when it goes on.</summary>
    public void WhenAwake(Action action) => Run(incarnation, action);

    /// <summary>Sets its clock wrong by so much.</summary>
    public void SetSkew(TimeSpan skew)
    {
        Skew = skew;
        if (IsUp)
        {
            OnClockChanged();
        }
    }

    /// <summary>Takes a connection that somebody opens to it.</summary>
    /// <returns>Its end; null refuses.</returns>
    public abstract ISimEnd? Accept(SimConnection connection);

    private void Run(int mine, Action action)
    {
        if (mine != incarnation || !IsUp)
        {
            return;
        }

        if (IsPaused)
        {
            world.At(pausedUntil, () => Run(mine, action));
        }
        else
        {
            action();
        }
    }

    /// <summary>What it does first.</summary>
    protected abstract void OnStart();

    /// <summary>Forgets what was in its memory.</summary>
    protected virtual void OnKilled()
    {
    }

    /// <summary>Notices that its clock has jumped.</summary>
    protected virtual void OnClockChanged()
    {
    }
}
