using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Kernel.Model;

namespace Kernel.Store;

/// <summary>
/// A store in an etcd cluster. Who leads holds the key <c>leader</c> under a lease; its creation revision is the epoch,
/// and every commit is a transaction that compares it.
/// </summary>
/// <remarks>
/// etcd keeps every old revision until it is compacted: run it with <c>--auto-compaction-retention</c>. It takes 128
/// operations and 1.5 MB in a transaction, so <see cref="WritesPerCommitMax"/> is lower than that of other stores.
/// </remarks>
public sealed class EtcdStore : IStore
{
    private const int PageOfKeys = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly EtcdGateway gateway;
    private readonly string prefix;
    private readonly TimeSpan leaseLength;
    private readonly TimeProvider time;
    private Lease? lease;
    private long leaseId;

    private EtcdStore(EtcdAddress address, TimeSpan leaseLength, TimeProvider time)
    {
        gateway = new(address.Members);
        prefix = address.Prefix;
        this.leaseLength = leaseLength;
        this.time = time;
    }

    /// <inheritdoc/>
    public int WritesPerCommitMax => 100;

    private string LeaderKey => EtcdGateway.Encode(prefix + "leader");

    /// <summary>Opens the store of a cluster.</summary>
    /// <param name="url"><c>etcd://host:port,host:port/prefix</c>; <c>etcds://</c> for TLS.</param>
    /// <param name="time">The clock that renewals go by.</param>
    /// <param name="leaseLength">For how long a leader that is not heard of keeps leading; 10 s by default.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="StoreException">The URL is wrong, or no member can be reached.</exception>
    public static async Task<EtcdStore> OpenAsync(
        string url, TimeProvider time, TimeSpan? leaseLength = null, CancellationToken stop = default)
    {
        var store = new EtcdStore(EtcdAddress.Parse(url), leaseLength ?? TimeSpan.FromSeconds(10), time);
        try
        {
            await store.LeaderAsync(stop).ConfigureAwait(false);
            return store;
        }
        catch
        {
            store.gateway.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Leadership> CampaignAsync(byte[] candidate, CancellationToken stop)
    {
        await ResignAsync().ConfigureAwait(false);
        while (true)
        {
            if (await LeaderEntryAsync(stop).ConfigureAwait(false) is null
                && await TryLeadAsync(candidate, stop).ConfigureAwait(false) is { } won)
            {
                var held = leaseId;
                lease = new(leaseLength, patience => RenewAsync(held, won, patience), time);
                return new(won, lease.Lost);
            }

            await Task.Delay(Patience, time, stop).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> LeaderAsync(CancellationToken stop) =>
        await LeaderEntryAsync(stop).ConfigureAwait(false) is { } entry ? Value(entry) : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> LoadAsync(
        string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var first = this.prefix + "entries/" + prefix;
        var end = EtcdGateway.Encode(KeyRange.EndOf(first)!);
        var skipped = this.prefix.Length + "entries/".Length;
        for (var more = true; more;)
        {
            var request = new JsonObject { ["key"] = EtcdGateway.Encode(first), ["range_end"] = end, ["limit"] = PageOfKeys };
            var page = await gateway.CallAsync("/v3/kv/range", request, stop).ConfigureAwait(false);
            foreach (var entry in page["kvs"] as JsonArray ?? [])
            {
                var key = Encoding.UTF8.GetString(Convert.FromBase64String((string)entry!["key"]!));
                yield return new(key[skipped..], Value(entry));
                first = key + "\0";
            }

            more = (bool?)page["more"] ?? false;
        }
    }

    /// <inheritdoc/>
    public async Task CommitAsync(long epoch, IReadOnlyList<Write> writes)
    {
        var last = LastWrites.Of(writes);
        var operations = new JsonArray();
        foreach (var key in last.Deleted)
        {
            operations.Add(new JsonObject { ["request_delete_range"] = new JsonObject { ["key"] = EntryKey(key) } });
        }

        foreach (var (key, value) in last.PutKeys.Zip(last.PutValues))
        {
            operations.Add(Put(EntryKey(key), value, 0));
        }

        var answer = await TransactAsync(epoch, operations, default).ConfigureAwait(false);
        if (!Succeeded(answer))
        {
            throw new FencedException($"epoch {epoch} is over: somebody else leads");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ResignAsync().ConfigureAwait(false);
        gateway.Dispose();
    }

    private static bool Succeeded(JsonNode answer) => (bool?)answer["succeeded"] ?? false;

    private static byte[] Value(JsonNode entry) => Convert.FromBase64String((string?)entry["value"] ?? "");

    private static JsonObject Put(string key, byte[] value, long lease) => new()
    {
        ["request_put"] = new JsonObject
        {
            ["key"] = key,
            ["value"] = Convert.ToBase64String(value),
            ["lease"] = lease.ToString(CultureInfo.InvariantCulture),
        },
    };

    private string EntryKey(string key) => EtcdGateway.Encode(prefix + "entries/" + key);

    private async Task<JsonNode?> LeaderEntryAsync(CancellationToken stop)
    {
        var answer = await gateway.CallAsync("/v3/kv/range", new() { ["key"] = LeaderKey }, stop).ConfigureAwait(false);
        return answer["kvs"]?[0];
    }

    /// <summary>Does operations if the leader key was created in a revision; 0 means that there is none.</summary>
    private Task<JsonNode> TransactAsync(long revision, JsonArray operations, CancellationToken stop)
    {
        var compare = new JsonObject
        {
            ["key"] = LeaderKey,
            ["target"] = "CREATE",
            ["result"] = "EQUAL",
            ["create_revision"] = revision.ToString(CultureInfo.InvariantCulture),
        };
        var request = new JsonObject { ["compare"] = new JsonArray(compare), ["success"] = operations };
        return gateway.CallAsync("/v3/kv/txn", request, stop);
    }

    private async Task<long?> TryLeadAsync(byte[] candidate, CancellationToken stop)
    {
        var seconds = Math.Max(1, (long)leaseLength.TotalSeconds);
        var granted = await gateway.CallAsync("/v3/lease/grant", new() { ["TTL"] = seconds }, stop).ConfigureAwait(false);
        leaseId = EtcdGateway.Number(granted["ID"]);
        await TransactAsync(0, [Put(LeaderKey, candidate, leaseId)], stop).ConfigureAwait(false);

        // Whoever won is read back: a first attempt may have succeeded although its answer was lost.
        var leader = await LeaderEntryAsync(stop).ConfigureAwait(false);
        if (leader is not null && EtcdGateway.Number(leader["lease"]) == leaseId)
        {
            return EtcdGateway.Number(leader["create_revision"]);
        }

        await RevokeAsync().ConfigureAwait(false);
        return null;
    }

    private async Task<bool> RenewAsync(long held, long epoch, CancellationToken stop)
    {
        var request = new JsonObject { ["ID"] = held.ToString(CultureInfo.InvariantCulture) };
        var answer = await gateway.CallAsync("/v3/lease/keepalive", request, stop).ConfigureAwait(false);
        return EtcdGateway.Number(answer["result"]?["TTL"]) > 0
            && await LeaderEntryAsync(stop).ConfigureAwait(false) is { } leader
            && EtcdGateway.Number(leader["create_revision"]) == epoch;
    }

    private async Task ResignAsync()
    {
        if (lease is { } ending)
        {
            lease = null;
            await ending.DisposeAsync().ConfigureAwait(false);
            await RevokeAsync().ConfigureAwait(false);
        }
    }

    private async Task RevokeAsync()
    {
        try
        {
            var request = new JsonObject { ["ID"] = leaseId.ToString(CultureInfo.InvariantCulture) };
            await gateway.CallAsync("/v3/lease/revoke", request, default).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // The cluster cannot be told; then the lease runs out by itself.
        }
    }
}
