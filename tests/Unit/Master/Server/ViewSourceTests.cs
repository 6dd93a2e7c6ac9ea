using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Tests.Support;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class ViewSourceTests
{
    private readonly List<TaskCompletionSource> turns = [];
    private readonly ManualTime time = new();
    private readonly MasterState state = new(new("id", "h", "127.0.0.1", 5050, "1.11.0", Moment.Epoch), new());

    [Fact]
    public async Task Readers_that_wait_for_the_loop_share_a_view()
    {
        var source = new ViewSource(ReadAsync, state, time);
        var first = source.ViewAsync(default);
        var second = source.ViewAsync(default);
        turns.Single().SetResult();
        Assert.Same(await first, await second);
    }

    [Fact]
    public async Task A_view_is_not_older_than_who_asks_for_it()
    {
        var source = new ViewSource(ReadAsync, state, time);
        var first = source.ViewAsync(default);
        turns[0].SetResult();
        await first;
        state.PutWeight("web", 2);
        var second = source.ViewAsync(default);
        turns[1].SetResult();
        Assert.Equal(2, (await second).Weights["web"]);
    }

    [Fact]
    public async Task As_long_as_nothing_changes_the_view_is_the_same()
    {
        var source = new ViewSource(Read, state, time);
        var first = await source.ViewAsync(default);
        Assert.Same(first, await source.ViewAsync(default));
        state.PutQuota(new() { Role = "web" });
        Assert.NotSame(first, await source.ViewAsync(default));
    }

    [Fact]
    public async Task That_agents_answer_pings_changes_no_view()
    {
        var agent = new Kernel.Master.Core.Agent
        {
            Id = new("a"), Pid = "slave(1)@10.0.0.1:5051", Info = new() { Hostname = "h" }, Total = Resources.Empty, Version = "1.11.0",
            Registered = Moment.Epoch,
        };
        state.Put(agent);
        var source = new ViewSource(Read, state, time);
        var first = await source.ViewAsync(default);
        state.PutMissedPings(agent, 1);
        Assert.Same(first, await source.ViewAsync(default));
    }

    [Fact]
    public async Task A_view_that_nobody_asks_for_is_not_kept()
    {
        var source = new ViewSource(Read, state, time);
        var first = await source.ViewAsync(default);
        time.Advance(ViewSource.Kept);
        Assert.NotSame(first, await source.ViewAsync(default));
    }

    private static Task<MasterView> Read(Func<MasterView> take) => Task.FromResult(take());

    private async Task<MasterView> ReadAsync(Func<MasterView> take)
    {
        var turn = new TaskCompletionSource();
        turns.Add(turn);
        await turn.Task;
        return take();
    }
}
