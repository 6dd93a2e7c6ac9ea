using Kernel.Model;
using Kernel.Runtime;

namespace Kernel.Tests.Unit.Runtime;

public sealed class LoopTests
{
    private static readonly Moment Start = Moment.FromSeconds(1_000_000);

    private readonly List<string> performed = [];
    private readonly List<IReadOnlyList<Write>> commits = [];
    private readonly Loop<string, string> loop;

    public LoopTests() => loop = new(new Scripted(), new Chance(1), commits.Add, performed.Add);

    [Fact]
    public void Without_a_write_an_effect_is_performed_at_once()
    {
        loop.Turn("do:a", Start);
        Assert.Equal(["a"], performed);
    }

    [Fact]
    public void An_effect_waits_for_the_write_of_its_own_step()
    {
        loop.Turn("put:k do:a", Start);
        Assert.Empty(performed);
        loop.Committed();
        Assert.Equal(["a"], performed);
    }

    [Fact]
    public void An_effect_never_overtakes_one_that_waits()
    {
        loop.Turn("put:k do:a", Start);
        loop.Turn("do:b", Start);
        Assert.Empty(performed);
        loop.Committed();
        Assert.Equal(["a", "b"], performed);
    }

    [Fact]
    public void Writes_that_gather_while_one_is_in_flight_are_committed_together()
    {
        loop.Turn("put:1 do:a", Start);
        loop.Turn("put:2 do:b", Start);
        loop.Turn("put:3 do:c", Start);
        Assert.Equal([["1"]], commits.Select(static writes => writes.Select(static write => write.Key)));

        loop.Committed();
        Assert.Equal(["a"], performed);
        Assert.Equal([["1"], ["2", "3"]], commits.Select(static writes => writes.Select(static write => write.Key)));

        loop.Committed();
        Assert.Equal(["a", "b", "c"], performed);
        Assert.False(loop.IsCommitting);
    }

    [Fact]
    public void A_step_is_never_split_between_two_commits()
    {
        loop.Turn("put:0", Start);
        var half = string.Join(' ', Enumerable.Range(0, 600).Select(static i => $"put:a{i}"));
        loop.Turn(half, Start);
        loop.Turn(half.Replace('a', 'b'), Start);
        loop.Committed();
        Assert.Equal([1, 600], commits.Select(static writes => writes.Count));
        loop.Committed();
        Assert.Equal([1, 600, 600], commits.Select(static writes => writes.Count));
    }

    [Fact]
    public void Timers_come_back_when_they_are_due_in_the_order_of_their_moments()
    {
        loop.Turn("in:20:late in:10:soon", Start);
        Assert.Equal(Start + TimeSpan.FromSeconds(10), loop.NextDue);
        Assert.False(loop.TurnTimer(Start + TimeSpan.FromSeconds(9)));
        Assert.True(loop.TurnTimer(Start + TimeSpan.FromSeconds(30)));
        Assert.True(loop.TurnTimer(Start + TimeSpan.FromSeconds(30)));
        Assert.Equal(["soon", "late"], performed);
        Assert.Equal(Moment.Never, loop.NextDue);
    }

    [Fact]
    public void Timers_of_one_moment_keep_the_order_in_which_they_were_set()
    {
        loop.Turn("in:5:first in:5:second in:5:third", Start);
        while (loop.TurnTimer(Start + TimeSpan.FromSeconds(5)))
        {
        }

        Assert.Equal(["first", "second", "third"], performed);
    }

    /// <summary>Does what its input spells: <c>put:KEY</c>, <c>do:EFFECT</c>, <c>in:SECONDS:EFFECT</c>.</summary>
    private sealed class Scripted : IMachine<string, string>
    {
        public void Decide(string input, Step<string, string> step)
        {
            foreach (var word in input.Split(' '))
            {
                switch (word.Split(':'))
                {
                    case ["put", var key]:
                        step.Put(key, []);
                        break;
                    case ["do", var effect]:
                        step.Do(effect);
                        break;
                    case ["in", var seconds, var effect]:
                        step.After(TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)), $"do:{effect}");
                        break;
                }
            }
        }
    }
}
