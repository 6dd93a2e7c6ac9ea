using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class ExplainTests
{
    [Fact]
    public void A_refusal_is_told_with_what_was_refused_and_until_when()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64");
        scene.Decline(scene.Run(), 100);

        var verdict = scene.Allocator.Explain(Scene.F("f1"), "*", Scene.A("s1"));

        Assert.Equal(PassedOver.Refused, verdict.Reason);
        Assert.Equal(Scene.Bag("cpus:4;mem:64"), verdict.Refused);
        Assert.Equal(scene.Now + TimeSpan.FromSeconds(100), verdict.Until);
        Assert.Equal(Scene.Bag("cpus:4;mem:64"), verdict.Free);
    }

    [Fact]
    public void Each_reason_is_told()
    {
        var scene = new Scene().Framework("f1", "r").Agent("used", "cpus:4;mem:64");
        scene.Run();
        scene.Allocator.SetQuota("r", new(Quantities.None, Quantities.Of(("cpus", 4000L), ("mem", 64_000L))));
        scene.Agent("limited", "cpus:4;mem:64").Agent("little", "mem:1").Agent("gpus", "cpus:1;gpus:1").Agent("off", "cpus:1");
        scene.Allocator.DeactivateAgent(Scene.A("off"));

        var reasons = scene.Allocator.Explain(Scene.F("f1"), "r");

        Assert.Equal(
            [PassedOver.AgentInactive, PassedOver.NothingFree, PassedOver.TooLittle, PassedOver.Gpus, PassedOver.QuotaLimit],
            reasons.Keys);
        Assert.All(reasons.Values, static count => Assert.Equal(1, count));
        Assert.Equal(PassedOver.NotSubscribed, Why(scene, "f1", "other", "limited"));
        scene.Allocator.Suppress(Scene.F("f1"), []);
        Assert.Equal(PassedOver.Suppressed, Why(scene, "f1", "r", "limited"));
        scene.Allocator.DeactivateFramework(Scene.F("f1"));
        Assert.Equal(PassedOver.FrameworkInactive, Why(scene, "f1", "r", "limited"));
    }

    [Fact]
    public void Headroom_is_told()
    {
        var scene = new Scene().Framework("f1", "r").Agent("s1", "cpus:4;mem:64");
        scene.Allocator.SetQuota("q", new(Quantities.Of(("cpus", 4000L), ("mem", 64_000L)), Quantities.None));

        Assert.Equal(PassedOver.Headroom, Why(scene, "f1", "r", "s1"));
    }

    [Fact]
    public void What_is_passed_over_is_counted()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:1;gpus:1").Agent("s2", "mem:1");
        Assert.Empty(scene.Run());

        var counts = scene.Allocator.PassedOverCounts(Scene.F("f1"));

        Assert.Equal(1, counts[PassedOver.Gpus]);
        Assert.Equal(1, counts[PassedOver.TooLittle]);
    }

    private static PassedOver Why(Scene scene, string framework, string role, string agent) =>
        scene.Allocator.Explain(Scene.F(framework), role, Scene.A(agent)).Reason;
}
