using Kernel.Tests.Support;
using Kernel.Tests.Support.Servers;
using Kernel.ZooKeeper;
using Xunit;

namespace Kernel.Tests.Unit.ZooKeeper;

public sealed class ZooKeeperSessionTests(ZooKeeperFixture fixture) : IClassFixture<ZooKeeperFixture>
{
    [ZooKeeperFact]
    public async Task A_node_is_made_read_set_and_deleted_and_its_version_counts()
    {
        var at = fixture.Fresh().Path;
        await using var session = await ZooKeeperFixture.OpenAsync(fixture.Fresh());
        Assert.Null(await session.GetAsync(at, default));
        Assert.Equal(at, await session.CreateAsync(new(at, [1, 2]), default));
        await session.SetAsync(new(at, [3], 0), default);
        var node = await session.GetAsync(at, default);
        Assert.Equal([3], node!.Data);
        Assert.Equal((1, 0L), (node.Stat.Version, node.Stat.Owner));
        await RefusedAsync(ZooKeeperError.BadVersion, () => session.SetAsync(new(at, [4], 0), default));
        await RefusedAsync(ZooKeeperError.NodeExists, () => session.CreateAsync(new(at, []), default));
        await session.CreatePathAsync($"{at}/a/b/c", default);
        await session.CreatePathAsync($"{at}/a/d", default);
        Assert.Equal(["b", "d"], (await session.ChildrenAsync($"{at}/a", default))!.Order());
        await RefusedAsync(ZooKeeperError.NotEmpty, () => session.DeleteAsync(new(at), default));
        await session.DeleteAsync(new($"{at}/a/d"), default);
        Assert.Null(await session.ExistsAsync($"{at}/a/d", default));
        Assert.Null(await session.ChildrenAsync($"{at}/a/d", default));
    }

    [ZooKeeperFact]
    public async Task A_transaction_that_is_refused_says_by_which_operation_and_leaves_nothing()
    {
        var at = fixture.Fresh().Path;
        await using var session = await ZooKeeperFixture.OpenAsync(fixture.Fresh());
        await session.TransactAsync([new NodeOperation.Create(at, []), new NodeOperation.Create($"{at}/a", [1])], default);
        var refusal = await RefusedAsync(ZooKeeperError.BadVersion, () => session.TransactAsync(
            [
                new NodeOperation.Create($"{at}/b", []), new NodeOperation.Set($"{at}/a", [2]),
                new NodeOperation.Check($"{at}/a", 7), new NodeOperation.Delete(at),
            ],
            default));
        Assert.Contains($"Check {at}/a", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await session.ExistsAsync($"{at}/b", default));
        Assert.Equal([1], (await session.GetAsync($"{at}/a", default))!.Data);
    }

    [ZooKeeperFact]
    public async Task What_is_ephemeral_ends_with_its_session_and_whoever_watches_is_told()
    {
        var at = fixture.Fresh().Path;
        await using var watching = await ZooKeeperFixture.OpenAsync(fixture.Fresh());
        var unmade = await watching.WatchChildrenAsync(at, default);
        Assert.Null(unmade.Value);
        var making = await ZooKeeperFixture.OpenAsync(fixture.Fresh());
        await making.CreateAsync(new(at, []), default);
        await unmade.Changed.WaitAsync(Patience);

        var empty = await watching.WatchChildrenAsync(at, default);
        var first = await making.CreateAsync(new($"{at}/n_", [], NodeKind.EphemeralSequential), default);
        await empty.Changed.WaitAsync(Patience);
        var second = await making.CreateAsync(new($"{at}/n_", [], NodeKind.EphemeralSequential), default);
        Assert.Equal(($"{at}/n_0000000000", $"{at}/n_0000000001"), (first, second));

        var there = await watching.WatchAsync(second, default);
        Assert.Equal(making.Id, there.Value!.Owner);
        await making.DisposeAsync();
        await there.Changed.WaitAsync(Patience);
        Assert.Empty((await watching.ChildrenAsync(at, default))!);
        await RefusedAsync(ZooKeeperError.SessionExpired, () => making.ExistsAsync(at, default));
    }

    [ZooKeeperFact]
    public async Task Ten_thousand_reads_at_once_are_answered_in_their_order()
    {
        var at = fixture.Fresh().Path;
        await using var session = await ZooKeeperFixture.OpenAsync(fixture.Fresh());
        await session.CreateAsync(new(at, []), default);
        await session.TransactAsync([.. Enumerable.Range(0, 100).Select(i => new NodeOperation.Create($"{at}/{i}", [(byte)i]))], default);
        var reads = Enumerable.Range(0, 10_000).Select(i => session.GetAsync($"{at}/{i % 100}", default)).ToList();
        var nodes = await Task.WhenAll(reads);
        Assert.All(nodes.Select(static (node, i) => (node, i)), static read => Assert.Equal([(byte)(read.i % 100)], read.node!.Data));
    }

    [ZooKeeperFact]
    public async Task A_session_outlives_its_connection_and_what_was_asked_meanwhile_is_answered()
    {
        await using var line = new CuttableLine(fixture.Port);
        var at = fixture.Fresh().Path;
        await using var session = await ZooKeeperFixture.OpenAsync(To(line.Port, at));
        await session.CreateAsync(new(at, [7], NodeKind.Ephemeral), default);
        var (id, watch) = (session.Id, await session.WatchAsync(at, default));
        var held = line.HoldAnswers();
        var read = session.GetAsync(at, default);
        await held;
        line.Cut();
        Assert.Equal([7], (await read.WaitAsync(Patience))!.Data);
        await watch.Changed.WaitAsync(Patience);
        Assert.Equal(id, session.Id);
        Assert.False(session.Expired.IsCancellationRequested);
    }

    [ZooKeeperFact]
    public async Task Nobody_pretends_to_know_what_became_of_a_change_whose_answer_was_lost()
    {
        await using var line = new CuttableLine(fixture.Port);
        var at = fixture.Fresh().Path;
        await using var session = await ZooKeeperFixture.OpenAsync(To(line.Port, at));
        var held = line.HoldAnswers();
        var change = session.CreateAsync(new(at, []), default);
        await held;
        line.Cut();
        await RefusedAsync(ZooKeeperError.ConnectionLoss, () => change);
        Assert.NotNull(await session.ExistsAsync(at, default));
    }

    [ZooKeeperFact]
    public async Task A_session_that_no_server_hears_of_counts_itself_over_by_its_own_clock()
    {
        var line = new CuttableLine(fixture.Port);
        await using var session = await ZooKeeperFixture.OpenAsync(To(line.Port, "/any"));
        var over = new TaskCompletionSource();
        await using var told = session.Expired.Register(over.SetResult);
        await line.DisposeAsync();
        var waiting = session.ExistsAsync("/any", default);
        await over.Task.WaitAsync(Patience);
        await RefusedAsync(ZooKeeperError.SessionExpired, () => waiting);
    }

    [ZooKeeperFact]
    public async Task A_session_that_the_servers_gave_up_is_over_as_soon_as_that_is_heard()
    {
        await using var silent = await ZooKeeperFixture.OpenAsync(fixture.Fresh(), new ManualTime());
        await silent.ExistsAsync("/any", default);
        var over = new TaskCompletionSource();
        await using var told = silent.Expired.Register(over.SetResult);
        await over.Task.WaitAsync(Patience);
    }

    [ZooKeeperFact]
    public async Task A_server_that_is_down_is_passed_over()
    {
        await using var session = await ZooKeeperFixture.OpenAsync(
            ZooKeeperAddress.Parse($"zk://127.0.0.1:{ServerProcess.FreePort()},127.0.0.1:{fixture.Port}/any"));
        Assert.NotNull(await session.ExistsAsync("/zookeeper", default));
    }

    [Fact]
    public async Task An_ensemble_that_cannot_be_reached_is_named_without_its_password()
    {
        var port = ServerProcess.FreePort();
        var failure = await Assert.ThrowsAsync<ZooKeeperException>(() => ZooKeeperSession.OpenAsync(
            ZooKeeperAddress.Parse($"zk://me:secret@127.0.0.1:{port}/mesos"), TimeSpan.FromSeconds(1), TimeProvider.System, default));
        Assert.Contains($"zk://127.0.0.1:{port}/mesos cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [ZooKeeperFact]
    public async Task Who_shows_credentials_makes_nodes_that_others_can_only_read()
    {
        var at = fixture.Fresh().Path;
        await using var owner = await ZooKeeperFixture.OpenAsync(fixture.Fresh("me:secret@"));
        await owner.CreateAsync(new(at, [1]), default);
        await using var other = await ZooKeeperFixture.OpenAsync(fixture.Fresh());
        Assert.Equal([1], (await other.GetAsync(at, default))!.Data);
        await RefusedAsync(ZooKeeperError.NoAuth, () => other.SetAsync(new(at, [2]), default));
        await using var same = await ZooKeeperFixture.OpenAsync(fixture.Fresh("me:secret@"));
        await same.SetAsync(new(at, [3]), default);
    }

    [ZooKeeperFact]
    public async Task A_request_that_is_too_long_is_refused_before_it_costs_the_connection()
    {
        await using var session = await ZooKeeperFixture.OpenAsync(fixture.Fresh());
        var refusal = await RefusedAsync(
            ZooKeeperError.BadArguments, () => session.CreateAsync(new(fixture.Fresh().Path, new byte[1 << 20]), default));
        Assert.Contains("1 MB", refusal.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(20);

    private static ZooKeeperAddress To(int port, string path) => ZooKeeperAddress.Parse($"zk://127.0.0.1:{port}{path}");

    private static async Task<ZooKeeperException> RefusedAsync(ZooKeeperError error, Func<Task> ask)
    {
        var refusal = await Assert.ThrowsAsync<ZooKeeperException>(ask);
        Assert.Equal(error, refusal.Error);
        return refusal;
    }
}
