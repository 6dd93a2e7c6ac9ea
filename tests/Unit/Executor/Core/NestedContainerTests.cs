using Kernel.Executor.Core;
using static Kernel.Tests.Unit.Executor.Core.HostDriver;
using Outcome = Kernel.Messages.Host.Answer.Types.Outcome;
using Wire = Kernel.Messages.Host;

namespace Kernel.Tests.Unit.Executor.Core;

public sealed class NestedContainerTests
{
    [Fact]
    public void A_container_within_another_has_its_environment_user_and_directory()
    {
        var driver = Connected().Running(Task());
        Launch(driver, "n", inside: true);
        var start = Assert.Single(driver.Effects.OfType<StartInside>());
        Assert.Equal(("/sandbox", "/nested"), (start.Plan.Directory, start.Plan.OutputDirectory));
        Assert.Empty(Answers(driver));

        driver.Tell(new ContainerStarted("n", 43));
        Assert.Equal([("launch-n", Outcome.Done)], Answers(driver));
        Assert.Empty(driver.Statuses);
    }

    [Fact]
    public void Its_end_is_told_to_those_who_wait_and_known_until_it_is_removed()
    {
        var driver = Connected().Running(Task());
        Launch(driver, "n").Tell(new ContainerStarted("n", 43)).Take();
        driver.Tell(new NestedWaitRequested("w1", "n")).Tell(new NestedRemoveRequested("r1", "n"));
        Assert.Equal([("r1", Outcome.Failed)], Answers(driver));

        driver.Take().Tell(new ContainerEnded("n", ExitedWith(3))).Tell(new NestedWaitRequested("w2", "n"));
        Assert.Equal([("w1", Outcome.Done), ("w2", Outcome.Done)], Answers(driver));
        Assert.All(driver.Events, static e => Assert.Equal(ExitedWith(3), e.Answer.WaitStatus));

        driver.Take().Tell(new NestedRemoveRequested("r2", "n")).Tell(new NestedWaitRequested("w3", "n"));
        Assert.Equal([("r2", Outcome.Done), ("w3", Outcome.Unknown)], Answers(driver));
    }

    [Fact]
    public void It_ends_with_its_parent_and_those_who_wait_are_told_that_it_is_gone()
    {
        var driver = Connected().Running(Task());
        Launch(driver, "n").Tell(new ContainerStarted("n", 43)).Tell(new NestedWaitRequested("w", "n")).Take();
        driver.Tell(new ContainerEnded("c", 0));
        Assert.Equal([("n", 9)], driver.SignalsSent);
        Assert.Equal([("w", Outcome.Unknown)], Answers(driver));
        Assert.Empty(driver.State.Nested);
    }

    [Fact]
    public void One_whose_parent_ended_while_it_started_is_killed_when_it_has()
    {
        var driver = Connected().Running(Task());
        Launch(driver, "n").Tell(new ContainerEnded("c", 0)).AcknowledgeAll().Take();
        Assert.Equal([("n", 9)], driver.Tell(new ContainerStarted("n", 43)).SignalsSent);
    }

    [Fact]
    public void A_second_one_of_the_same_id_and_one_without_a_parent_are_refused()
    {
        var driver = Connected().Running(Task());
        Launch(driver, "n").Take();
        Launch(driver, "n");
        Launch(driver, "m", parent: "gone");
        Assert.Equal([("launch-n", Outcome.Exists), ("launch-m", Outcome.Unknown)], Answers(driver));
    }

    private static HostDriver Launch(HostDriver driver, string id, string parent = "c", bool inside = false) =>
        driver.Tell(new NestedLaunchRequested(new()
        {
            Request = "launch-" + id,
            Parent = parent,
            IsInside = inside,
            Plan = new() { ContainerId = id, Directory = "/nested", Command = new() { Value = "true" } },
        }));

    private static IReadOnlyList<(string Request, Outcome Outcome)> Answers(HostDriver driver) =>
        [.. driver.Events.Select(static e => e.Answer).OfType<Wire.Answer>().Select(static a => (a.Request, a.Outcome))];
}
