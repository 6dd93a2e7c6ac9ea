using Kernel.Model;
using Kernel.Store;
using Kernel.Tests.Unit.ZooKeeper;
using Kernel.ZooKeeper;
using Xunit;

namespace Kernel.Tests.Unit.Store;

public sealed class ZooKeeperStoreTests(ZooKeeperFixture fixture) : IClassFixture<ZooKeeperFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [ZooKeeperFact]
    public async Task A_commit_whose_answer_is_lost_is_made_once()
    {
        await using var line = new CuttableLine(fixture.Port);
        await using var store = await OpenAsync(Through(line));
        var leadership = await store.CampaignAsync([1], default);
        for (byte round = 1; round <= 3; round++)
        {
            var held = line.HoldAnswers();
            var commit = store.CommitAsync(leadership.Epoch, [new($"new/{round}", [round]), new("same", [round])]);
            await held;
            line.Cut();
            await commit.WaitAsync(Patience);
        }

        await store.CommitAsync(leadership.Epoch, [new("new/1", null)]);
        Assert.Equal(["new/2", "new/3", "same"], store.LoadAsync("", default).ToBlockingEnumerable().Select(static entry => entry.Key));
        Assert.False(leadership.Lost.IsCancellationRequested);
    }

    [ZooKeeperFact]
    public async Task A_leader_that_cannot_reach_zookeeper_for_its_session_is_none_any_more()
    {
        var line = new CuttableLine(fixture.Port);
        await using var store = await OpenAsync(Through(line));
        var leadership = await store.CampaignAsync([1], default);
        await line.DisposeAsync();
        var commit = store.CommitAsync(leadership.Epoch, [new("a", [1])]);
        await Assert.ThrowsAsync<FencedException>(() => commit.WaitAsync(Patience));
        Assert.True(leadership.Lost.IsCancellationRequested);
    }

    [ZooKeeperFact]
    public async Task A_leader_whose_place_in_the_queue_is_taken_away_knows_it()
    {
        var address = fixture.Fresh();
        await using var store = await OpenAsync(address);
        var leadership = await store.CampaignAsync([1], default);
        var lost = new TaskCompletionSource();
        await using var told = leadership.Lost.Register(lost.SetResult);
        await using var operators = await ZooKeeperFixture.OpenAsync(address);
        var place = Assert.Single((await operators.ChildrenAsync($"{address.Path}/candidates", default))!);
        await operators.DeleteAsync(new($"{address.Path}/candidates/{place}"), default);
        await lost.Task.WaitAsync(Patience);
    }

    [ZooKeeperFact]
    public async Task Candidates_queue_where_they_are_told_to_and_others_there_come_first()
    {
        var address = fixture.Fresh();
        var queue = new CandidateGroup($"{address.Path}/queue", "json.info");
        await using var foreign = await ZooKeeperFixture.OpenAsync(address);
        await queue.JoinAsync(foreign, [9], default);
        await using var store = await ZooKeeperStore.OpenAsync(address.Below("kernel"), TimeProvider.System, null, queue);
        var campaign = store.CampaignAsync([1], default);
        Assert.Equal([9], await store.LeaderAsync(default));
        Assert.False(campaign.IsCompleted);
        await foreign.DisposeAsync();
        await campaign.WaitAsync(Patience);
        Assert.Equal([1], await store.LeaderAsync(default));
    }

    [ZooKeeperFact]
    public async Task Many_keys_are_spread_so_that_no_listing_is_long()
    {
        var address = fixture.Fresh();
        await using var store = await OpenAsync(address);
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        for (var commit = 0; commit < 100; commit++)
        {
            await store.CommitAsync(epoch, [.. Enumerable.Range(0, 100).Select(i => new Write($"master/agents/{commit:D2}-{i:D2}", [1]))]);
        }

        await using var operators = await ZooKeeperFixture.OpenAsync(address);
        var shards = await operators.ChildrenAsync($"{address.Path}/entries", default);
        var counts = await Task.WhenAll(shards!.Select(async shard =>
            (await operators.ChildrenAsync($"{address.Path}/entries/{shard}", default))!.Count));
        Assert.Equal((256, 10_000), (counts.Length, counts.Sum()));
        Assert.True(counts.Max() < 100, $"the longest has {counts.Max()}");
        Assert.Equal(10_000, store.LoadAsync("master/agents/", default).ToBlockingEnumerable().Count());
    }

    [ZooKeeperFact]
    public async Task A_commit_that_zookeeper_cannot_take_is_refused_with_the_reason()
    {
        await using var store = await OpenAsync(fixture.Fresh());
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        var refusal = await Assert.ThrowsAsync<StoreException>(() => store.CommitAsync(epoch, [new("a", new byte[1 << 20])]));
        Assert.Contains("1 MB", refusal.Message, StringComparison.Ordinal);
        await store.CommitAsync(epoch, [new("a", [1])]);
    }

    [Theory]
    [InlineData("zk://a", "must name a path")]
    [InlineData("zk://a:b:c/x", "no host:port")]
    public async Task An_address_that_is_none_is_refused(string url, string reason)
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(() => Stores.OpenAsync(url));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<IStore> OpenAsync(ZooKeeperAddress address) =>
        await ZooKeeperStore.OpenAsync(address, TimeProvider.System, TimeSpan.FromSeconds(2));

    private ZooKeeperAddress Through(CuttableLine line) => fixture.Fresh() with { Servers = [new("127.0.0.1", line.Port)] };
}
