using Kernel.Model;

namespace Kernel.Runtime;

/// <summary>
/// The loop of one component, without a thread of its own: a pump turns it. It decides inputs one by one, keeps what
/// the steps say to the world in one queue behind the steps' own writes, and makes one write at a time durable,
/// gathering into the next whatever has been decided meanwhile (group commit).
/// </summary>
/// <remarks>
/// In production a <see cref="ChannelPump{TInput,TEffect}"/> turns it on a channel; the simulator turns it by hand.
/// Nothing here is thread-safe: the pump is the only caller.
/// </remarks>
/// <typeparam name="TInput">What the loop can be told.</typeparam>
/// <typeparam name="TEffect">What the loop can do to the world.</typeparam>
public sealed class Loop<TInput, TEffect>(
    IMachine<TInput, TEffect> machine,
    Chance chance,
    Action<IReadOnlyList<Write>> beginCommit,
    Action<TEffect> perform,
    Action<string>? note = null,
    int writesPerCommitMax = Loop<TInput, TEffect>.WritesPerCommitMax)
{
    /// <summary>The most writes that are gathered into one commit; a single step may have more.</summary>
    public const int WritesPerCommitMax = 1_000;

    /// <summary>The most bytes of values that are gathered into one commit; a single step may have more.</summary>
    public const int BytesPerCommitMax = 1_000_000;

    private readonly Queue<Step<TInput, TEffect>> outbox = new();
    private readonly PriorityQueue<TInput, (Moment Due, long Order)> timers = new();
    private long timersSet;
    private int stepsInCommit;

    /// <summary>Steps whose effects have not been performed yet.</summary>
    public int OutboxLength => outbox.Count;

    /// <summary>Whether a commit is in flight.</summary>
    public bool IsCommitting => stepsInCommit > 0;

    /// <summary>When the next timer is due; <see cref="Moment.Never"/> if none is set.</summary>
    public Moment NextDue => timers.TryPeek(out _, out var next) ? next.Due : Moment.Never;

    /// <summary>Decides one input.</summary>
    public void Turn(TInput input, Moment now)
    {
        var step = new Step<TInput, TEffect>(now, chance);
        machine.Decide(input, step);
        foreach (var timer in step.Timers)
        {
            timers.Enqueue(timer.Input, (timer.Due, timersSet++));
        }

        foreach (var sentence in step.Notes)
        {
            note?.Invoke(sentence);
        }

        if (step.Writes.Count > 0 || step.Effects.Count > 0)
        {
            outbox.Enqueue(step);
            Flush();
        }
    }

    /// <summary>Decides the first timer that is due.</summary>
    /// <returns>Whether one was.</returns>
    public bool TurnTimer(Moment now)
    {
        if (NextDue > now)
        {
            return false;
        }

        Turn(timers.Dequeue(), now);
        return true;
    }

    /// <summary>Is told that the commit in flight is durable: performs what waited for it.</summary>
    public void Committed()
    {
        Invariant.Holds(IsCommitting, "a commit ends that was begun");
        for (; stepsInCommit > 0; stepsInCommit--)
        {
            Perform(outbox.Dequeue());
        }

        Flush();
    }

    private void Flush()
    {
        if (IsCommitting)
        {
            return;
        }

        while (outbox.TryPeek(out var step) && step.Writes.Count == 0)
        {
            Perform(outbox.Dequeue());
        }

        if (outbox.Count > 0)
        {
            BeginCommit();
        }
    }

    private void BeginCommit()
    {
        var writes = new List<Write>();
        var bytes = 0L;
        foreach (var step in outbox)
        {
            bytes += step.Writes.Sum(static write => (long)(write.Value?.Length ?? 0));
            if (writes.Count > 0 && (writes.Count + step.Writes.Count > writesPerCommitMax || bytes > BytesPerCommitMax))
            {
                break;
            }

            writes.AddRange(step.Writes);
            stepsInCommit++;
        }

        beginCommit(writes);
    }

    private void Perform(Step<TInput, TEffect> step)
    {
        foreach (var effect in step.Effects)
        {
            perform(effect);
        }
    }
}
