using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using Kernel.Agent.Server.Fetcher;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;
using CommandInfo = Mesos.V1.CommandInfo;

namespace Kernel.Tests.Unit.Agent.Server;

public sealed class FetcherTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("fetch").FullName;
    private readonly HttpClient http = new();

    private string Sandbox => Directory.CreateDirectory(Path.Combine(directory, "sandbox")).FullName;

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("http://h/a/b.tgz", "b.tgz")]
    [InlineData("http://h/a/b.sh?x=1", "b.sh?x=1")]
    [InlineData("/a/b/c", "c")]
    [InlineData("file:///a/b", "b")]
    public void A_file_is_named_after_the_last_part_of_its_uri(string uri, string name) =>
        Assert.Equal(name, FetchTarget.BaseName(uri));

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a/../../x")]
    public void A_file_is_never_put_outside_the_sandbox(string output) =>
        Assert.Throws<FetchException>(() => FetchTarget.Of(new() { Value = "/a", OutputFile = output }, "/sandbox", ""));

    [Theory]
    [InlineData("hdfs://x/y")]
    [InlineData("relative/path")]
    [InlineData("http://host")]
    public void What_cannot_be_fetched_is_refused(string uri) =>
        Assert.Throws<FetchException>(() => FetchTarget.Of(new() { Value = uri }, "/sandbox", ""));

    [Theory]
    [InlineData("a.tar", "cf")]
    [InlineData("a.tgz", "czf")]
    [InlineData("a.tar.gz", "czf")]
    [InlineData("a.tar.bz2", "cjf")]
    [InlineData("a.txz", "cJf")]
    [InlineData("a.zip", null)]
    public async Task Archives_are_unpacked_by_their_names(string name, string? tar)
    {
        var source = Directory.CreateDirectory(Path.Combine(directory, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "inside"), "content");
        var archive = Path.Combine(directory, name);
        if (tar is null)
        {
            await ZipFile.CreateFromDirectoryAsync(source, archive);
        }
        else
        {
            using var process = Process.Start(new ProcessStartInfo("tar") { ArgumentList = { tar, archive, "-C", source, "inside" } })!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                return; // The compressor is not installed on this machine.
            }
        }

        await Fetcher().FetchAsync(Command(new() { Value = archive }), Sandbox, "u", default);
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(Sandbox, "inside")));
        Assert.True(File.Exists(Path.Combine(Sandbox, name)));
    }

    [Fact]
    public async Task A_file_is_made_executable_and_renamed_and_left_as_it_is_if_asked()
    {
        var file = Path.Combine(directory, "tool.tgz");
        await File.WriteAllTextAsync(file, "not an archive");
        var fetcher = Fetcher();
        await fetcher.FetchAsync(Command(new() { Value = file, Extract = false, OutputFile = "bin/plain" }), Sandbox, "u", default);
        await fetcher.FetchAsync(Command(new() { Value = "file://" + file, Executable = true, OutputFile = "tool" }), Sandbox, "u", default);
        Assert.True(File.Exists(Path.Combine(Sandbox, "bin/plain")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(File.GetUnixFileMode(Path.Combine(Sandbox, "tool")).HasFlag(UnixFileMode.UserExecute));
        }

        Assert.Contains("Fetched", await File.ReadAllTextAsync(Path.Combine(Sandbox, "stderr")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cached_file_is_fetched_once_however_many_want_it_at_once()
    {
        var requests = 0;
        await using var server = await ServeAsync(context =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                Interlocked.Increment(ref requests);
            }

            context.Response.ContentLength = 3;
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync("abc");
        });
        var fetcher = Fetcher(cacheBytes: 100);
        var uri = server.Urls.First() + "/file";
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i =>
            fetcher.FetchAsync(Command(new() { Value = uri, Cache = true }), Directory.CreateDirectory($"{directory}/s{i}").FullName, "u", default)));
        Assert.Equal(1, requests);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal("abc", File.ReadAllText($"{directory}/s{i}/file")));
        Assert.Equal(3, fetcher.Cache!.Used);
    }

    [Fact]
    public async Task A_file_for_which_the_cache_has_no_room_is_fetched_past_it_and_the_oldest_makes_room_for_others()
    {
        await using var server = await ServeAsync(static context =>
        {
            context.Response.ContentLength = 60;
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(new string('x', 60));
        });
        var fetcher = Fetcher(cacheBytes: 100);
        foreach (var name in (string[])["a", "b"])
        {
            await fetcher.FetchAsync(Command(new() { Value = $"{server.Urls.First()}/{name}", Cache = true }), Sandbox, "u", default);
            Assert.Equal(60, fetcher.Cache!.Used);
        }

        var small = Fetcher(cacheBytes: 10);
        await small.FetchAsync(Command(new() { Value = $"{server.Urls.First()}/c", Cache = true }), Sandbox, "u", default);
        Assert.Equal(0, small.Cache!.Used);
        Assert.True(File.Exists(Path.Combine(Sandbox, "c")));
    }

    [Fact]
    public async Task A_missing_file_names_its_uri()
    {
        await using var server = await ServeAsync(static context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        var failure = await Assert.ThrowsAsync<FetchException>(() =>
            Fetcher().FetchAsync(Command(new() { Value = server.Urls.First() + "/gone" }), Sandbox, "u", default));
        Assert.Contains("/gone", failure.Message, StringComparison.Ordinal);
        Assert.Contains("404", failure.Message, StringComparison.Ordinal);
    }

    private static CommandInfo Command(CommandInfo.Types.URI uri) => new() { Uris = { uri } };

    private static async Task<WebApplication> ServeAsync(RequestDelegate serve)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        web.Run(serve);
        await web.StartAsync();
        return web;
    }

    private SandboxFetcher Fetcher(long cacheBytes = 0)
    {
        var download = new Download(http, TimeSpan.FromSeconds(10), TimeProvider.System);
        var cache = cacheBytes > 0 ? new FetchCache(Path.Combine(directory, $"cache{cacheBytes}"), cacheBytes, download) : null;
        return new(download, cache, "");
    }
}
