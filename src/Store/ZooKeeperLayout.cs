using System.Security.Cryptography;
using System.Text;
using Kernel.ZooKeeper;

namespace Kernel.Store;

/// <summary>
/// Where a store keeps what in ZooKeeper, below a node of its own: <c>fence/EPOCH</c> belongs to the leader, and
/// <c>entries/SHARD/KEY</c> holds the value of a key.
/// </summary>
/// <remarks>
/// ZooKeeper lists all children of a node at once, in an answer that its tools take up to 1 MB of. So the keys are spread
/// over shards by a hash: 100,000 keys are some 400 a shard.
/// </remarks>
internal sealed class ZooKeeperLayout(string root)
{
    private const int ShardCount = 256;

    /// <summary>The node whose child belongs to the leader.</summary>
    public string Fences => $"{root}/fence";

    /// <summary>The node above the shards.</summary>
    public string Entries => $"{root}/entries";

    /// <summary>Where candidates queue, if it is not elsewhere.</summary>
    public string Candidates => $"{root}/candidates";

    /// <summary>The shards there are.</summary>
    public IReadOnlyList<string> Shards { get; } =
        [.. Enumerable.Range(0, ShardCount).Select(number => ShardPath(root, number))];

    /// <summary>The node of a leadership.</summary>
    public string Fence(long epoch) => $"{Fences}/{epoch:x16}";

    /// <summary>The node of a key.</summary>
    public string Entry(string key) => $"{ShardPath(root, SHA256.HashData(Encoding.UTF8.GetBytes(key))[0])}/{NameOf(key)}";

    /// <summary>The key that a node in a shard belongs to.</summary>
    public static string KeyOf(string name) => Uri.UnescapeDataString(name);

    /// <summary>The keys there are, in no order.</summary>
    public async Task<List<string>> KeysAsync(ZooKeeperSession session, CancellationToken stop)
    {
        var listings = await Task.WhenAll(Shards.Select(shard => session.ChildrenAsync(shard, stop))).ConfigureAwait(false);
        return [.. listings.SelectMany(static names => names ?? []).Select(KeyOf)];
    }

    /// <summary>Makes the nodes that everything else is below.</summary>
    public async Task PrepareAsync(ZooKeeperSession session, CancellationToken stop)
    {
        await session.CreatePathAsync(Fences, stop).ConfigureAwait(false);
        await session.CreatePathAsync(Entries, stop).ConfigureAwait(false);
        var entries = await session.ExistsAsync(Entries, stop).ConfigureAwait(false);
        if (entries?.ChildCount == 0)
        {
            await session.TransactAsync([.. Shards.Select(static shard => new NodeOperation.Create(shard, []))], stop)
                .ConfigureAwait(false);
        }
    }

    private static string ShardPath(string root, int number) => $"{root}/entries/{number:x2}";

    /// <summary>A key as a node's name, which may not have a slash, be a dot, or have characters that do not print.</summary>
    private static string NameOf(string key) =>
        key is "." or ".." ? key.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(key);
}
