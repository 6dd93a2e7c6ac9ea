using System.Net;
using System.Runtime.CompilerServices;
using Kernel.Master.Server;
using Kernel.Model;
using Kernel.Store;
using Kernel.Tests.Support.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class RecoveringMasterTests
{
    [Theory]
    [InlineData("POST", "/api/v1")]
    [InlineData("POST", "/api/v1/scheduler")]
    [InlineData("GET", "/state")]
    public async Task A_leader_that_still_reads_its_registry_says_so_and_sends_nobody_to_itself(string method, string path)
    {
        await using var store = new SlowStore();
        await using var master = await MasterServer.StartAsync(
            new() { Ip = "127.0.0.1", Port = ServerProcess.FreePort() }, store, TimeProvider.System, NullLoggerFactory.Instance);
        await store.Loading;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var refused = await http.SendAsync(new(new(method), new Uri(master.Uri, path)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("not finished recovery", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        store.Finish();
        await master.Leads.WaitAsync(TimeSpan.FromSeconds(20));
        using var served = await http.SendAsync(new(new(method), new Uri(master.Uri, path)));
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, served.StatusCode);
    }

    /// <summary>A store that elects at once, and is not read before the test lets it.</summary>
    private sealed class SlowStore : IStore
    {
        private readonly InMemoryStore inner = new();
        private readonly TaskCompletionSource loading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Loading => loading.Task;

        public void Finish() => finished.SetResult();

        public Task<Leadership> CampaignAsync(byte[] candidate, CancellationToken stop) => inner.CampaignAsync(candidate, stop);

        public Task<byte[]?> LeaderAsync(CancellationToken stop) => inner.LeaderAsync(stop);

        public async IAsyncEnumerable<KeyValuePair<string, byte[]>> LoadAsync(
            string prefix, [EnumeratorCancellation] CancellationToken stop)
        {
            loading.TrySetResult();
            await finished.Task.WaitAsync(stop);
            await foreach (var entry in inner.LoadAsync(prefix, stop))
            {
                yield return entry;
            }
        }

        public Task CommitAsync(long epoch, IReadOnlyList<Write> writes) => inner.CommitAsync(epoch, writes);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
