namespace Kernel.Store;

/// <summary>One campaign in an <see cref="InMemoryDatabase"/>, and the leadership it may become.</summary>
internal sealed class InMemoryCandidate(InMemoryStore store, byte[] name)
{
    private readonly TaskCompletionSource<Leadership> won = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource lost = new();

    public InMemoryStore Store { get; } = store;

    public byte[] Name { get; } = name;

    public Task<Leadership> Won => won.Task;

    public void Win(long epoch) => won.TrySetResult(new(epoch, lost.Token));

    public void End() => lost.Cancel();
}
