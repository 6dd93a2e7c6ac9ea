using Kernel.ZooKeeper.Wire;

namespace Kernel.ZooKeeper.Sessions;

/// <summary>One request, from its asking to its answer.</summary>
/// <param name="kind">What is asked.</param>
/// <param name="body">The request's body.</param>
/// <param name="watchedPath">The path whose next change is to be told; null: none.</param>
internal sealed class Request(Opcode kind, ReadOnlyMemory<byte> body, string? watchedPath = null)
{
    private readonly TaskCompletionSource<Answer> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is asked.</summary>
    public Opcode Kind => kind;

    /// <summary>The request's body.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The path whose next change is to be told; null: none.</summary>
    public string? WatchedPath => watchedPath;

    /// <summary>The number it was last sent under.</summary>
    public int Xid { get; set; }

    /// <summary>Whether it may be asked again when nobody knows what became of it.</summary>
    public bool IsRead => kind is Opcode.Exists or Opcode.GetData or Opcode.GetChildren;

    /// <summary>The answer, or why there is none.</summary>
    public Task<Answer> Answered => answered.Task;

    /// <summary>Gives the answer.</summary>
    public void Answer(Answer answer) => answered.TrySetResult(answer);

    /// <summary>Says that there is none.</summary>
    public void Fail(ZooKeeperError error) =>
        answered.TrySetException(new ZooKeeperException(error, $"{kind}: {error}"));
}

/// <summary>What a server said to a request.</summary>
/// <param name="Error">Whether it was done.</param>
/// <param name="Body">What was asked for.</param>
/// <param name="Changed">Ends when what was read may have changed; null if that is not watched.</param>
internal sealed record Answer(ZooKeeperError Error, ReadOnlyMemory<byte> Body, Task? Changed);
