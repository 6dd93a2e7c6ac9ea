using System.Text.Json;
using Kernel.Agent.Server;
using Kernel.Master.Server;
using Kernel.Runtime.Flags;
using Kernel.Tests.Conformance.Samples;
using Kernel.Tests.Support;

namespace Kernel.Tests.Conformance;

public sealed class FlagTests
{
    /// <summary>Whose value is the recorded machine's own, or where our default is meant to be another.</summary>
    private static readonly string[] Own =
    [
        "hostname", "ip", "port", "work_dir", "runtime_dir", "webui_dir", "launcher_dir", "registry", "allocator", "master", "resources",
        "attributes", "launcher", "systemd_enable_support", "fetcher_cache_dir", "help", "version",
    ];

    [CorpusFact]
    public void Every_flag_that_a_real_master_shows_is_known_with_its_default() => AssertKnown("master", new MasterOptions());

    [CorpusFact]
    public void Every_flag_that_a_real_agent_shows_is_known_with_its_default() => AssertKnown("agent", new AgentOptions());

    private static void AssertKnown(string component, object options)
    {
        var answer = new RecordedExchange($"samples/mesos/idle/{component}-legacy/GET_flags").Answer();
        using var real = JsonDocument.Parse(answer.Body);
        var names = FlagListing.Of(options).SelectMany(static flag => flag.Names).Concat(["help", "version"]).ToHashSet();
        var values = FlagListing.Values(options).ToDictionary();
        var flags = real.RootElement.GetProperty("flags").EnumerateObject().ToList();
        Assert.Equal("", string.Join(", ", flags.Select(static flag => flag.Name).Where(name => !names.Contains(name))));
        Assert.Equal("", string.Join(", ", flags
            .Where(flag => !Own.Contains(flag.Name) && flag.Value.ToString() != values.GetValueOrDefault(flag.Name))
            .Select(flag => $"{flag.Name}={values.GetValueOrDefault(flag.Name)}, not {flag.Value}")));
    }
}
