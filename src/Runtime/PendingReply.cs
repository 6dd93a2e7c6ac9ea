using Kernel.Model;

namespace Kernel.Runtime;

/// <summary>An answer that somebody waits for.</summary>
public sealed class PendingReply<T> : IReply<T>
{
    private readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the answer is given.</summary>
    public Task<T> Task => source.Task;

    /// <inheritdoc/>
    public void Answer(T answer) => source.TrySetResult(answer);

    /// <summary>Answers with what a function gives, or with its failure.</summary>
    internal void AnswerWith(Func<T> read)
    {
        try
        {
            source.TrySetResult(read());
        }
        catch (Exception failure)
        {
            source.TrySetException(failure);
        }
    }
}
