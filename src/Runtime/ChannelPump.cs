using System.Threading.Channels;
using Kernel.Model;
using Kernel.Runtime.Metrics;

namespace Kernel.Runtime;

/// <summary>
/// Turns a loop in production: a bounded mailbox with one reader, which also brings timers, finished commits and
/// requests to look at the state.
/// </summary>
/// <typeparam name="TInput">What the loop can be told.</typeparam>
/// <typeparam name="TEffect">What the loop can do to the world.</typeparam>
public sealed class ChannelPump<TInput, TEffect>
{
    private readonly Channel<Item> mailbox;
    private readonly Loop<TInput, TEffect> loop;
    private readonly Func<IReadOnlyList<Write>, Task> commit;
    private readonly TimeProvider time;
    private readonly Action<TInput, int>? waiting;

    /// <summary>Creates a pump; <see cref="RunAsync"/> turns it.</summary>
    /// <param name="machine">The component's core.</param>
    /// <param name="chance">Where the core's ids and draws come from.</param>
    /// <param name="commit">Makes writes durable; it fails if the process no longer leads.</param>
    /// <param name="perform">Does an effect to the world; it neither waits nor throws.</param>
    /// <param name="note">Logs a sentence.</param>
    /// <param name="time">The clock.</param>
    /// <param name="mailboxCapacity">How many items may wait.</param>
    /// <param name="writesPerCommitMax">The most writes that are gathered into one commit: what the store says.</param>
    /// <param name="waiting">Is told that an input begins (1) or ends (-1) to wait in the mailbox; by any thread.</param>
    public ChannelPump(
        IMachine<TInput, TEffect> machine,
        Chance chance,
        Func<IReadOnlyList<Write>, Task> commit,
        Action<TEffect> perform,
        Action<string>? note,
        TimeProvider time,
        int mailboxCapacity = 65_536,
        int writesPerCommitMax = Loop<TInput, TEffect>.WritesPerCommitMax,
        Action<TInput, int>? waiting = null)
    {
        this.commit = commit;
        this.time = time;
        this.waiting = waiting;
        mailbox = Channel.CreateBounded<Item>(new BoundedChannelOptions(mailboxCapacity) { SingleReader = true });
        loop = new(machine, chance, BeginCommit, perform, note, writesPerCommitMax);
    }

    /// <summary>Tells the loop something, if there is room.</summary>
    /// <returns>False if the mailbox is full or the loop has ended: the caller closes the peer that sent too much.</returns>
    public bool TryPost(TInput input)
    {
        waiting?.Invoke(input, 1);
        var isTaken = mailbox.Writer.TryWrite(new(input, null));
        if (!isTaken)
        {
            waiting?.Invoke(input, -1);
        }

        return isTaken;
    }

    /// <summary>Tells the loop something, waiting for room.</summary>
    public async ValueTask PostAsync(TInput input, CancellationToken stop = default)
    {
        waiting?.Invoke(input, 1);
        try
        {
            await mailbox.Writer.WriteAsync(new(input, null), stop).ConfigureAwait(false);
        }
        catch
        {
            waiting?.Invoke(input, -1);
            throw;
        }
    }

    /// <summary>Asks the loop something and waits for its answer.</summary>
    public async Task<TAnswer> AskAsync<TAnswer>(Func<IReply<TAnswer>, TInput> ask, CancellationToken stop = default)
    {
        var reply = new PendingReply<TAnswer>();
        await PostAsync(ask(reply), stop).ConfigureAwait(false);
        return await reply.Task.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Looks at the state between two inputs. Take references and leave: the loop waits meanwhile.</summary>
    public async Task<TView> ReadAsync<TView>(Func<TView> read, CancellationToken stop = default)
    {
        var reply = new PendingReply<TView>();
        await mailbox.Writer.WriteAsync(new(default, () => reply.AnswerWith(read)), stop).ConfigureAwait(false);
        return await reply.Task.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Turns the loop until stopped.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="Exception">A commit failed, or the program is wrong: the component must end.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var alarm = time.CreateTimer(_ => mailbox.Writer.TryWrite(default), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (await mailbox.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                for (var i = 0; i < 256 && mailbox.Reader.TryRead(out var item); i++)
                {
                    Turn(item);
                }

                while (TurnTimer())
                {
                }

                Arm(alarm);
            }
        }
        finally
        {
            mailbox.Writer.TryComplete();
        }
    }

    /// <summary>Steps whose effects wait for a commit; to be asked between two inputs only.</summary>
    public int OutboxLength => loop.OutboxLength;

    private Moment Now => Moment.From(time.GetUtcNow());

    private void Turn(Item item)
    {
        var begun = LoopMeter.Begin(time);
        if (item.Action is { } action)
        {
            action();
            LoopMeter.End(time, begun, "action");
        }
        else if (item.Input is { } input)
        {
            waiting?.Invoke(input, -1);
            loop.Turn(input, Now);
            LoopMeter.End(time, begun, "input");
        }
    }

    private bool TurnTimer()
    {
        var begun = LoopMeter.Begin(time);
        var isTurned = loop.TurnTimer(Now);
        if (isTurned)
        {
            LoopMeter.End(time, begun, "timer");
        }

        return isTurned;
    }

    private void Arm(ITimer alarm)
    {
        if (loop.NextDue != Moment.Never)
        {
            var wait = loop.NextDue - Now;
            alarm.Change(
                wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1)
                : wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait,
                Timeout.InfiniteTimeSpan);
        }
    }

    private void BeginCommit(IReadOnlyList<Write> writes) => _ = CommitAsync(writes);

    private async Task CommitAsync(IReadOnlyList<Write> writes)
    {
        try
        {
            await Task.Run(() => commit(writes)).ConfigureAwait(false);
            await mailbox.Writer.WriteAsync(new(default, loop.Committed)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The loop has ended; nobody waits for this commit any more.
        }
        catch (Exception failure)
        {
            mailbox.Writer.TryComplete(new CommitFailedException(failure));
        }
    }

    /// <summary>An input, or something to do between two inputs; neither is the alarm.</summary>
    private readonly record struct Item(TInput? Input, Action? Action);
}

/// <summary>A write did not become durable: the component must end, as Mesos's master does.</summary>
public sealed class CommitFailedException(Exception cause)
    : Exception($"a write could not be made durable: {cause.Message}", cause);
