using Kernel.Agent.Server;
using Kernel.Master.Server;
using Kernel.Runtime.Flags;

namespace Kernel.Tests.Unit.Runtime;

public sealed class IdleFlagTests
{
    [Fact]
    public void A_flag_without_effect_is_taken_shown_and_said_to_have_none()
    {
        var options = new MasterOptions();
        Set(options, "quorum", "2");
        Set(options, "log_auto_initialize", "false");

        var values = FlagListing.Values(options).ToDictionary();
        Assert.Equal(("2", "false", "replicated_log"), (values["quorum"], values["log_auto_initialize"], values["registry"]));
        Assert.Equal(["log_auto_initialize", "quorum"], options.Idle.Sentences.Select(static said => said.Split(' ')[0][2..]));
        Assert.All(options.Idle.Sentences, static said => Assert.Contains(" has no effect: ", said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("quorum", "many")]
    [InlineData("registry", "zookeeper")]
    [InlineData("allocator", "my_allocator")]
    [InlineData("log_auto_initialize", "maybe")]
    [InlineData("offer_constraints_re2_max_mem", "4")]
    public void What_Mesos_would_refuse_is_refused(string flag, string value) => Assert.StartsWith(
        $"Failed to load flag '{flag}': Expecting ",
        Assert.Throws<FormatException>(() => Set(new MasterOptions(), flag, value)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Every_flag_has_one_meaning_and_its_default_is_a_value_of_it()
    {
        foreach (var options in (object[])[new MasterOptions(), new AgentOptions()])
        {
            var flags = FlagListing.Of(options);
            Assert.Equal([], flags.SelectMany(static flag => flag.Names).GroupBy(static name => name).Where(static same => same.Count() > 1));
            Assert.All(flags.Where(flag => flag is IdleFlag && flag.Get(options) is not null), flag => flag.Set(options, flag.Get(options)!));
        }
    }

    [Fact]
    public void Old_spellings_of_agent_flags_are_known()
    {
        var options = new AgentOptions();
        Set(options, "slave_subsystems", "cpu");
        Assert.Equal("cpu", FlagListing.Values(options).ToDictionary()["agent_subsystems"]);
    }

    private static void Set(object options, string flag, string value) =>
        FlagListing.Of(options).Single(one => one.Names.Contains(flag)).Set(options, value);
}
