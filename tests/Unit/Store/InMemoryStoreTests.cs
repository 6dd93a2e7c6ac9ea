using Kernel.Store;
using Xunit;

namespace Kernel.Tests.Unit.Store;

public sealed class InMemoryStoreTests
{
    [Fact]
    public async Task A_crash_loses_the_commits_that_were_not_synced()
    {
        var store = new InMemoryStore { HoldsCommits = true };
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        var first = store.CommitAsync(epoch, [new("a", [1])]);
        var second = store.CommitAsync(epoch, [new("b", [1])]);
        var third = store.CommitAsync(epoch, [new("c", [1])]);
        store.CompleteNext();
        await first;
        store.Crash(survivors: 1);
        Assert.Equal(["a", "b"], store.Database.Entries().Select(static entry => entry.Key));
        Assert.False(third.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync(epoch, []));
        Assert.Null(store.Database.Leader);
        await second;
    }

    [Fact]
    public async Task A_deposed_leaders_held_commit_is_fenced()
    {
        var database = new InMemoryDatabase();
        var old = new InMemoryStore(database) { HoldsCommits = true };
        var young = new InMemoryStore(database);
        var epoch = (await old.CampaignAsync([1], default)).Epoch;
        var campaign = young.CampaignAsync([2], default);
        var late = old.CommitAsync(epoch, [new("a", [1])]);
        database.Depose();
        old.CompleteNext();
        await Assert.ThrowsAsync<FencedException>(() => late);
        await young.CommitAsync((await campaign).Epoch, [new("b", [1])]);
        Assert.Equal(["b"], database.Entries().Select(static entry => entry.Key));
    }
}
