using Kernel.Model;
using Kernel.Runtime;

namespace Kernel.Tests.Simulation.World;

/// <summary>The production loop of a component, turned by hand: its inputs, its timers, its commits.</summary>
/// <typeparam name="TInput">What it can be told.</typeparam>
/// <typeparam name="TEffect">What it can do to the world.</typeparam>
public sealed class SimLoop<TInput, TEffect>
    where TInput : class
    where TEffect : class
{
    private readonly SimProcess process;
    private readonly Loop<TInput, TEffect> loop;
    private int alarms;

    /// <summary>Creates the loop of a process that has just started.</summary>
    /// <param name="process">The process.</param>
    /// <param name="machine">Its core.</param>
    /// <param name="commit">Makes writes durable, and then calls back.</param>
    /// <param name="perform">Does an effect.</param>
    public SimLoop(
        SimProcess process,
        IMachine<TInput, TEffect> machine,
        Action<IReadOnlyList<Write>, Action> commit,
        Action<TEffect> perform)
    {
        this.process = process;
        var incarnation = process.Incarnation;
        loop = new(
            new Traced(process, machine),
            process.World.Chance.Split(),
            writes => commit(writes, Committed),
            effect =>
            {
                // An effect that the process itself ends by is the last one.
                if (process.Incarnation == incarnation)
                {
                    process.World.Note(process.Name, effect);
                    perform(effect);
                }
            },
            sentence => process.World.Note(process.Name, sentence));
    }

    /// <summary>How often it has decided something.</summary>
    public long Turns { get; private set; }

    /// <summary>Tells it something.</summary>
    public void Tell(TInput input)
    {
        Turns++;
        loop.Turn(input, process.Clock);
        Arm();
    }

    /// <summary>Sets its alarm anew, because its clock has jumped.</summary>
    public void Arm()
    {
        if (!process.IsUp || loop.NextDue == Moment.Never)
        {
            return;
        }

        var alarm = ++alarms;
        var wait = loop.NextDue - process.Clock;
        process.Soon(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, () =>
        {
            if (alarm == alarms)
            {
                Ring();
            }
        });
    }

    private void Ring()
    {
        Turns++;
        loop.TurnTimer(process.Clock);
        Arm();
    }

    private void Committed()
    {
        loop.Committed();
        Arm();
    }

    /// <summary>Notes every input, also those that timers bring.</summary>
    private sealed class Traced(SimProcess process, IMachine<TInput, TEffect> machine) : IMachine<TInput, TEffect>
    {
        public void Decide(TInput input, Step<TInput, TEffect> step)
        {
            process.World.Note(process.Name, input);
            machine.Decide(input, step);
        }
    }
}
