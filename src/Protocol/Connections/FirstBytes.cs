using System.Buffers;
using System.IO.Pipelines;

namespace Kernel.Protocol;

/// <summary>Looks at the first bytes of a connection, without taking them.</summary>
internal static class FirstBytes
{
    // Who is silent or slow goes on as what it has not said it is not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the first bytes are judged to be; false if nothing can be said of them in time.</summary>
    /// <param name="input">The connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="closing">Ends the waiting.</param>
    /// <param name="judge">What it judges by; null if more must be seen.</param>
    public static async Task<bool> JudgeAsync(
        PipeReader input, TimeProvider time, CancellationToken closing, Func<ReadOnlySequence<byte>, bool?> judge)
    {
        var isOver = false;
        void End()
        {
            Volatile.Write(ref isOver, true);
            input.CancelPendingRead();
        }

        var alarm = time.CreateTimer(_ => End(), null, Patience, Timeout.InfiniteTimeSpan);
        var stop = closing.Register(End);
        var (verdict, isCanceled) = await LookAsync(input, judge).ConfigureAwait(false);
        await alarm.DisposeAsync().ConfigureAwait(false);
        await stop.DisposeAsync().ConfigureAwait(false);
        if (Volatile.Read(ref isOver) && !isCanceled)
        {
            // The alarm came too late; the cancellation that it left behind is taken here, or who comes next would meet it.
            var left = await input.ReadAsync().ConfigureAwait(false);
            input.AdvanceTo(left.Buffer.Start);
        }

        return verdict;
    }

    private static async Task<(bool Verdict, bool IsCanceled)> LookAsync(PipeReader input, Func<ReadOnlySequence<byte>, bool?> judge)
    {
        while (true)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            var verdict = judge(result.Buffer);
            if (verdict is not null || result.IsCanceled || result.IsCompleted)
            {
                input.AdvanceTo(result.Buffer.Start);
                return (verdict ?? false, result.IsCanceled);
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
