using Kernel.Runtime.Flags;

namespace Kernel.Tests.Unit.Runtime;

public sealed class FlagTests
{
    [Theory]
    [InlineData("WorkDir", "work_dir")]
    [InlineData("Ip", "ip")]
    [InlineData("MaxAgentPingTimeouts", "max_agent_ping_timeouts")]
    [InlineData("HTTPPort", "http_port")]
    public void A_property_is_a_flag_in_snake_case(string property, string flag) => Assert.Equal(flag, Flag.SnakeCase(property));

    [Theory]
    [InlineData("15secs", 15_000)]
    [InlineData("1.5mins", 90_000)]
    [InlineData("500ms", 500)]
    [InlineData("2weeks", 1_209_600_000)]
    [InlineData("0ns", 0)]
    public void Durations_are_read_as_Mesos_writes_them(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), MesosDuration.Parse(text));

    [Theory]
    [InlineData("15")]
    [InlineData("secs")]
    [InlineData("15 secs")]
    [InlineData("1e400weeks")]
    [InlineData("")]
    public void Other_texts_are_no_durations(string text) => Assert.False(MesosDuration.TryParse(text, out _));

    [Theory]
    [InlineData(15_000)]
    [InlineData(90_000)]
    [InlineData(600_000)]
    [InlineData(1)]
    [InlineData(0)]
    public void A_duration_is_read_as_it_was_written(double milliseconds)
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal(span, MesosDuration.Parse(MesosDuration.Write(span)));
    }

    [Fact]
    public void Values_are_set_by_the_type_of_their_property()
    {
        var options = new Options();
        Set(options, "count", "3");
        Set(options, "wait", "2secs");
        Set(options, "verbose", "true");
        Set(options, "names", "a, b");
        Set(options, "kind", "second_one");
        Assert.Equal(3, options.Count);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Wait);
        Assert.True(options.Verbose);
        Assert.Equal(["a", "b"], options.Names);
        Assert.Equal(Kind.SecondOne, options.Kind);
    }

    [Theory]
    [InlineData("count", "three")]
    [InlineData("wait", "soon")]
    [InlineData("verbose", "perhaps")]
    [InlineData("kind", "third")]
    public void A_wrong_value_is_refused_and_the_flag_named(string flag, string value) =>
        Assert.Contains($"'{flag}'", Assert.Throws<FormatException>(() => Set(new Options(), flag, value)).Message);

    [Fact]
    public void A_value_can_come_from_a_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "7\n");
        var options = new Options();
        Set(options, "count", $"file://{file}");
        Assert.Equal(7, options.Count);
        File.Delete(file);
    }

    private static void Set(Options options, string flag, string value) =>
        Flag.Of(typeof(Options)).Single(one => one.Names.Contains(flag)).Set(options, value);

    public enum Kind
    {
        FirstOne,
        SecondOne,
    }

    public sealed record Options
    {
        public int Count { get; init; }

        public TimeSpan? Wait { get; init; }

        public bool Verbose { get; init; }

        public IReadOnlyList<string> Names { get; init; } = [];

        public Kind Kind { get; init; }

        [NotAFlag]
        public int Hidden { get; init; }
    }
}
