using Kernel.Agent.Server;
using Kernel.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kernel.Tests.Unit.Agent.Server;

/// <summary>A whole agent over real sockets, between a master and an executor host of the test's.</summary>
internal sealed class AgentRig : IAsyncDisposable
{
    private readonly InMemoryStore store = new();
    private AgentServer? agent;

    private AgentRig(FakeMaster master)
    {
        Host = new(Path.Combine(Directory, "work"), Path.Combine(Directory, "run"));
        Master = master;
    }

    /// <summary>Where everything is.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("agent").FullName;

    public FakeHost Host { get; }

    public FakeMaster Master { get; }

    public Uri Uri => agent!.Uri;

    /// <summary>An agent that its master has admitted.</summary>
    /// <param name="with">The flags, given the directory of the test.</param>
    public static async Task<AgentRig> StartAsync(Func<AgentOptions, string, AgentOptions> with)
    {
        var rig = new AgentRig(await FakeMaster.StartAsync());
        rig.agent = await rig.StartAsync(with(rig.Options(), rig.Directory));
        await rig.Master.AdmitAsync();
        return rig;
    }

    public async ValueTask DisposeAsync()
    {
        await (agent?.DisposeAsync() ?? default);
        await Master.DisposeAsync();
        Host.Dispose();
        await store.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private AgentOptions Options() => new()
    {
        Master = [Master.Self.Address],
        Ip = "127.0.0.1",
        Port = FakeMaster.FreePort(),
        WorkDir = Path.Combine(Directory, "work"),
        RuntimeDir = Path.Combine(Directory, "run"),
        Resources = "cpus:2;mem:512;disk:1000;ports:[31000-31100]",
        RegistrationBackoffFactor = TimeSpan.FromMilliseconds(50),
    };

    private Task<AgentServer> StartAsync(AgentOptions options) =>
        AgentServer.StartAsync(options, store, TimeProvider.System, NullLoggerFactory.Instance, default);
}
