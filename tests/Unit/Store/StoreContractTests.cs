using Kernel.Model;
using Kernel.Store;
using Kernel.Tests.Support;
using Xunit;

namespace Kernel.Tests.Unit.Store;

/// <summary>What every kind of store promises (architecture: what is durable, and who leads).</summary>
public sealed class StoreContractTests(StoreBackends backends) : IClassFixture<StoreBackends>
{
    [Theory, InMemory, Sqlite, Postgres, Etcd, ZooKeeper]
    public async Task A_new_store_is_empty_and_nobody_leads(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var store = await backend.OpenAsync();
        Assert.Empty(await Keys(store, ""));
        Assert.Null(await store.LeaderAsync(default));
    }

    [Theory, InMemory, Sqlite, Postgres, Etcd, ZooKeeper]
    public async Task What_was_committed_is_loaded_by_prefix_in_key_order(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var store = await backend.OpenAsync();
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        await store.CommitAsync(epoch, [Put("m/b/2", 2), Put("m/a/1", 1), Put("m/b/1", 3), Put("m/b", 4), Put("m/b0", 5), Put("m/B/1", 6)]);
        Assert.Equal(["m/b/1", "m/b/2"], await Keys(store, "m/b/"));
        Assert.Equal(["m/B/1", "m/a/1", "m/b", "m/b/1", "m/b/2", "m/b0"], await Keys(store, ""));
        Assert.Equal([3], (await All(store, "m/b/1")).Single().Value);
    }

    [Theory, InMemory, Sqlite, Postgres, Etcd, ZooKeeper]
    public async Task Later_writes_win_within_a_commit_and_between_commits(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var store = await backend.OpenAsync();
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        await store.CommitAsync(epoch, [Put("a", 1), Put("b", 1), new("c", null), Put("c", 1)]);
        await store.CommitAsync(epoch, [Put("a", 2), new("b", null), Put("c", 3), new("c", null), new("never", null)]);
        var left = Assert.Single(await All(store, ""));
        Assert.Equal("a", left.Key);
        Assert.Equal([2], left.Value);
    }

    [Theory, InMemory, Sqlite, Postgres, Etcd, ZooKeeper]
    public async Task Strange_keys_and_values_come_back_as_they_were(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var store = await backend.OpenAsync();
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        string[] keys = ["k/%/_", "k/'; --", "k/a b/c\\d", "k/é", "k/日本"];
        byte[] value = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        await store.CommitAsync(epoch, [.. keys.Select(key => new Write(key, value)), new("k/empty", [])]);
        var all = (await All(store, "k/")).ToDictionary();
        Assert.Equal([.. keys, "k/empty"], all.Keys.Order(StringComparer.Ordinal).ToHashSet());
        Assert.All(keys, key => Assert.Equal(value, all[key]));
        Assert.Empty(all["k/empty"]);
    }

    [Theory, InMemory, Sqlite, Postgres, Etcd, ZooKeeper]
    public async Task As_much_as_a_step_may_write_is_written_and_read(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var store = await backend.OpenAsync();
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        for (var commit = 0; commit < 12; commit++)
        {
            await store.CommitAsync(epoch, [.. Enumerable.Range(0, 100).Select(i => new Write($"k/{commit:D2}/{i:D3}", new byte[9_000]))]);
        }

        Assert.Equal(1_200, (await Keys(store, "k/")).Count);
    }

    [Theory, InMemory, Sqlite, Postgres, Etcd, ZooKeeper]
    public async Task Entries_survive_their_process_and_epochs_only_grow(string kind)
    {
        await using var backend = backends.Fresh(kind);
        long first;
        await using (var store = await backend.OpenAsync())
        {
            first = (await store.CampaignAsync([1], default)).Epoch;
            await store.CommitAsync(first, [Put("a", 7)]);
        }

        await using var next = await backend.OpenAsync();
        var second = await next.CampaignAsync([2], default);
        Assert.True(second.Epoch > first);
        Assert.Equal([7], (await All(next, "a")).Single().Value);
        await Assert.ThrowsAsync<FencedException>(() => next.CommitAsync(first, [Put("a", 8)]));
        Assert.Equal([7], (await All(next, "a")).Single().Value);
    }

    [Theory, InMemory, Sqlite, Postgres, Etcd, ZooKeeper]
    public async Task A_new_campaign_of_a_store_ends_its_earlier_leadership(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var store = await backend.OpenAsync();
        var first = await store.CampaignAsync([1], default);
        Assert.False(first.Lost.IsCancellationRequested);
        var second = await store.CampaignAsync([2], default);
        Assert.True(first.Lost.IsCancellationRequested);
        Assert.False(second.Lost.IsCancellationRequested);
        Assert.Equal([2], await store.LeaderAsync(default));
        await Assert.ThrowsAsync<FencedException>(() => store.CommitAsync(first.Epoch, [Put("a", 1)]));
        await store.CommitAsync(second.Epoch, [Put("b", 1)]);
        Assert.Equal(["b"], await Keys(store, ""));
    }

    [Theory, InMemory, Postgres, Etcd, ZooKeeper]
    public async Task A_follower_sees_the_leader_and_leads_when_it_is_gone(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var follower = await backend.OpenAsync();
        Task<Leadership> campaign;
        await using (var leader = await backend.OpenAsync())
        {
            var first = await leader.CampaignAsync([1], default);
            await leader.CommitAsync(first.Epoch, [Put("a", 1)]);
            campaign = follower.CampaignAsync([2], default);
            Assert.Equal([1], await follower.LeaderAsync(default));
            Assert.Equal(["a"], await Keys(follower, ""));
            Assert.False(campaign.IsCompleted);
        }

        var second = await campaign.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([2], await follower.LeaderAsync(default));
        await follower.CommitAsync(second.Epoch, [Put("b", 1)]);
    }

    [Theory, InMemory, Postgres, Etcd, ZooKeeper]
    public async Task A_campaign_can_be_given_up(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var leader = await backend.OpenAsync();
        await using var follower = await backend.OpenAsync();
        await leader.CampaignAsync([1], default);
        using var stop = new CancellationTokenSource();
        var campaign = follower.CampaignAsync([2], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => campaign);
        Assert.Equal([1], await leader.LeaderAsync(default));
    }

    [Theory, Postgres, Etcd, ZooKeeper]
    public async Task A_leader_that_falls_silent_loses_its_lease_and_knows_it(string kind)
    {
        await using var backend = backends.Fresh(kind);
        await using var frozen = await backend.OpenAsync(new ManualTime());
        await using var follower = await backend.OpenAsync();
        var first = await frozen.CampaignAsync([1], default);
        await frozen.CommitAsync(first.Epoch, [Put("a", 1)]);
        var second = await follower.CampaignAsync([2], default).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(second.Epoch > first.Epoch);
        await Assert.ThrowsAsync<FencedException>(() => frozen.CommitAsync(first.Epoch, [Put("a", 2)]));
        await follower.CommitAsync(second.Epoch, [Put("b", 1)]);
        Assert.Equal(["a", "b"], await Keys(follower, ""));
        Assert.Equal([1], (await All(follower, "a")).Single().Value);
    }

    [Theory, Postgres, Etcd, ZooKeeper]
    public async Task A_lease_that_is_renewed_is_kept(string kind)
    {
        await using var backend = backends.Fresh(kind);
        var time = new ManualTime();
        await using var leader = await backend.OpenAsync(time);
        await using var follower = await backend.OpenAsync();
        var first = await leader.CampaignAsync([1], default);
        var campaign = follower.CampaignAsync([2], default);
        for (var i = 0; i < 10; i++)
        {
            await Task.WhenAny(campaign, Task.Delay(TimeSpan.FromMilliseconds(500)));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(campaign.IsCompleted);
        Assert.False(first.Lost.IsCancellationRequested);
        await leader.CommitAsync(first.Epoch, [Put("a", 1)]);
        await leader.DisposeAsync();
        await campaign;
    }

    private static Write Put(string key, byte value) => new(key, [value]);

    private static async Task<List<KeyValuePair<string, byte[]>>> All(IStore store, string prefix)
    {
        var all = new List<KeyValuePair<string, byte[]>>();
        await foreach (var entry in store.LoadAsync(prefix, default))
        {
            all.Add(entry);
        }

        return all;
    }

    private static async Task<List<string>> Keys(IStore store, string prefix) =>
        [.. (await All(store, prefix)).Select(static entry => entry.Key)];
}
