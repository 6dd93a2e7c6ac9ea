using Kernel.Model;
using Kernel.Store;
using Xunit;

namespace Kernel.Tests.Unit.Store;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kernel-sqlite-");

    private string File => Path.Combine(folder.FullName, "store.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_that_is_in_use_is_refused_with_the_name_of_its_owner()
    {
        await using var store = await SqliteStore.OpenAsync(File);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(File));
        Assert.StartsWith($"{File} is already in use by process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        await store.CampaignAsync([1], default);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5_000));
        var refusal = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(File));
        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(5_000, new FileInfo(File).Length);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        var refusal = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(File));
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_fails_in_its_middle_leaves_nothing()
    {
        await using var store = await SqliteStore.OpenAsync(File);
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        await Assert.ThrowsAnyAsync<Exception>(() => store.CommitAsync(epoch, [new("a", [1]), new(null!, [1])]));
        await store.CommitAsync(epoch, [new("b", [1])]);
        Assert.Equal(["b"], store.LoadAsync("", default).ToBlockingEnumerable().Select(static entry => entry.Key));
    }

    [Fact]
    public async Task A_reader_of_many_entries_does_not_hold_up_the_writer()
    {
        await using var store = await SqliteStore.OpenAsync(File);
        var epoch = (await store.CampaignAsync([1], default)).Epoch;
        await store.CommitAsync(epoch, [.. Enumerable.Range(0, 2_000).Select(static i => new Write($"k/{i:D5}", [1]))]);
        var read = 0;
        await foreach (var entry in store.LoadAsync("k/", default))
        {
            if (read++ % 500 == 0)
            {
                await store.CommitAsync(epoch, [new(entry.Key, null)]);
            }
        }

        Assert.Equal(2_000, read);
    }

    [Theory]
    [InlineData("redis://x", "Unknown store 'redis://x'")]
    [InlineData("store.db", "Unknown store 'store.db'")]
    [InlineData("sqlite://", "names no file")]
    public async Task A_store_url_that_means_nothing_is_refused(string url, string message)
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(() => Stores.OpenAsync(url));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sqlite_url_names_its_file()
    {
        await using var store = await Stores.OpenAsync("sqlite://" + File);
        Assert.True(System.IO.File.Exists(File));
    }
}
