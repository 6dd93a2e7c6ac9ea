using Kernel.Model;

namespace Kernel.Tests.Simulation.World;

/// <summary>
/// Time, chance and what is going to happen: everything in a simulation is an event here, run one by one in one thread.
/// The seed decides all of it.
/// </summary>
public sealed class SimWorld(ulong seed)
{
    private readonly PriorityQueue<Action, (Moment Due, long Order)> events = new();
    private readonly List<Action> checks = [];
    private long order;

    /// <summary>What decided everything.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Where every draw comes from.</summary>
    public Chance Chance { get; } = new(seed);

    /// <summary>The true time; processes see it skewed.</summary>
    public Moment Now { get; private set; } = Moment.FromSeconds(1_795_000_000);

    /// <summary>What has happened.</summary>
    public SimTrace Trace { get; } = new();

    /// <summary>How many events have been run.</summary>
    public long Steps { get; private set; }

    /// <summary>Checks something after every event.</summary>
    public void AfterEveryStep(Action check) => checks.Add(check);

    /// <summary>Lets something happen at a moment, not before now.</summary>
    public void At(Moment due, Action action) => events.Enqueue(action, (due < Now ? Now : due, order++));

    /// <summary>Lets something happen after a while.</summary>
    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>A span between two, at random.</summary>
    public TimeSpan Between(double fromMilliseconds, double toMilliseconds) =>
        TimeSpan.FromMilliseconds(fromMilliseconds + ((toMilliseconds - fromMilliseconds) * Chance.NextDouble()));

    /// <summary>Whether something happens that does so once in so many times.</summary>
    public bool OneIn(int times) => Chance.Next(times) == 0;

    /// <summary>One of several, at random.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Chance.Next(from.Count)];

    /// <summary>Notes what happens.</summary>
    public void Note(string who, object what) => Trace.Add(Now, who, what);

    /// <summary>Runs events until a moment has come.</summary>
    public void RunUntil(Moment end)
    {
        while (events.TryPeek(out _, out var next) && next.Due <= end)
        {
            RunOne();
        }

        Now = end;
    }

    /// <summary>Runs events until a condition holds.</summary>
    /// <returns>False if it did not within the time.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan within)
    {
        var end = Now + within;
        while (!condition())
        {
            if (!events.TryPeek(out _, out var next) || next.Due > end)
            {
                return false;
            }

            RunOne();
        }

        return true;
    }

    private void RunOne()
    {
        events.TryDequeue(out var action, out var at);
        Now = at.Due;
        Steps++;
        action!();
        foreach (var check in checks)
        {
            check();
        }
    }
}
