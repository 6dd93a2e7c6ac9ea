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
        var source = new ViewSource(ReadAsync, Take, time);
        var first = source.ViewAsync(default);
        var second = source.ViewAsync(default);
        turns.Single().SetResult();
        Assert.Same(await first, await second);
    }

    [Fact]
    public async Task A_view_is_not_older_than_who_asks_for_it()
    {
        var source = new ViewSource(ReadAsync, Take, time);
        var first = source.ViewAsync(default);
        turns[0].SetResult();
        await first;
        state.PutWeight("web", 2);
        var second = source.ViewAsync(default);
        turns[1].SetResult();
        Assert.Equal(2, (await second).Weights["web"]);
    }

    private MasterView Take() => MasterView.Of(state, time);

    private async Task<MasterView> ReadAsync(Func<MasterView> take)
    {
        var turn = new TaskCompletionSource();
        turns.Add(turn);
        await turn.Task;
        return take();
    }
}
