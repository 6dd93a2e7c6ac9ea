using Kernel.Model;
using Kernel.Runtime;
using Kernel.Tests.Support;

namespace Kernel.Tests.Unit.Runtime;

public sealed class ChannelPumpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_answer_comes_only_after_what_it_promises_is_durable()
    {
        var durable = new TaskCompletionSource();
        await using var run = new Run(_ => durable.Task);
        var answer = run.Pump.AskAsync<int>(static reply => new Ask(reply));
        await run.Pump.ReadAsync(static () => true).WaitAsync(Patience);
        Assert.False(answer.IsCompleted);
        durable.SetResult();
        Assert.Equal(42, await answer.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_write_that_fails_ends_the_loop()
    {
        await using var run = new Run(static _ => throw new IOException("disk full"));
        _ = run.Pump.AskAsync<int>(static reply => new Ask(reply));
        var failure = await Assert.ThrowsAsync<CommitFailedException>(() => run.Completion.WaitAsync(Patience));
        Assert.Contains("disk full", failure.Message);
    }

    [Fact]
    public async Task A_full_mailbox_refuses_more()
    {
        var pump = new ChannelPump<Input, Effect>(
            new Machine(), new Chance(1), static _ => Task.CompletedTask, static _ => { }, null, TimeProvider.System, mailboxCapacity: 2);
        Assert.True(pump.TryPost(new Idle()));
        Assert.True(pump.TryPost(new Idle()));
        Assert.False(pump.TryPost(new Idle()));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_timer_fires_when_the_clock_has_come_to_it()
    {
        var time = new ManualTime();
        await using var run = new Run(static _ => Task.CompletedTask, time);
        var rung = run.Pump.AskAsync<int>(static reply => new Later(TimeSpan.FromMinutes(5), reply));
        await run.Pump.ReadAsync(static () => true).WaitAsync(Patience);
        await run.Pump.ReadAsync(static () => true).WaitAsync(Patience);
        Assert.False(rung.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(42, await rung.WaitAsync(Patience));
    }

    private sealed class Run : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();

        public Run(Func<IReadOnlyList<Write>, Task> commit, TimeProvider? time = null)
        {
            Pump = new(
                new Machine(), new Chance(1), commit, static effect => effect.Reply.Answer(42), null, time ?? TimeProvider.System);
            Completion = Pump.RunAsync(stop.Token);
        }

        public ChannelPump<Input, Effect> Pump { get; }

        public Task Completion { get; }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Completion.ContinueWith(static _ => { }, TaskScheduler.Default);
            stop.Dispose();
        }
    }

    public abstract record Input;

    public sealed record Idle : Input;

    public sealed record Ask(IReply<int> Reply) : Input;

    public sealed record Later(TimeSpan Delay, IReply<int> Reply) : Input;

    public sealed record Effect(IReply<int> Reply);

    private sealed class Machine : IMachine<Input, Effect>
    {
        public void Decide(Input input, Step<Input, Effect> step)
        {
            switch (input)
            {
                case Ask ask:
                    step.Put("key", [1]);
                    step.Do(new(ask.Reply));
                    break;
                case Later later:
                    step.After(later.Delay, new Ask(later.Reply));
                    break;
            }
        }
    }
}
