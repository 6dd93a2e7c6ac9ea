using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class InverseOfferTests
{
    private static readonly Unavailability Soon = new(Moment.FromSeconds(5000), TimeSpan.FromHours(1));

    [Fact]
    public void Those_who_have_something_on_an_agent_are_asked_once()
    {
        var scene = Planned();

        Assert.Equal(new(Scene.F("f1"), Scene.A("s1"), Soon), Assert.Single(scene.InverseOffers));
        scene.Batch();
        Assert.Single(scene.InverseOffers);
        Assert.Equal(
            InverseOfferAnswer.Unknown, scene.Allocator.InverseOfferStatuses(Scene.A("s1"))[Scene.F("f1")].Answer);
    }

    [Fact]
    public void An_answer_is_kept_and_its_refusal_honoured()
    {
        var scene = Planned();
        scene.Allocator.AnswerInverseOffer(
            Scene.F("f1"), Scene.A("s1"), InverseOfferAnswer.Declined, scene.Now, Refusal.FromSeconds(3));
        scene.Batch(2);
        Assert.Single(scene.InverseOffers);

        scene.Batch(1);

        Assert.Equal(2, scene.InverseOffers.Count);
        Assert.Equal(
            InverseOfferAnswer.Declined, scene.Allocator.InverseOfferStatuses(Scene.A("s1"))[Scene.F("f1")].Answer);
    }

    [Fact]
    public void Another_plan_asks_again_and_no_plan_asks_nobody()
    {
        var scene = Planned();
        scene.Allocator.SetUnavailability(Scene.A("s1"), Soon with { Duration = null });
        scene.Batch();
        Assert.Equal(2, scene.InverseOffers.Count);
        scene.Allocator.SetUnavailability(Scene.A("s1"), null);
        scene.Batch();

        Assert.Equal(2, scene.InverseOffers.Count);
        Assert.Empty(scene.Allocator.InverseOfferStatuses(Scene.A("s1")));
    }

    [Fact]
    public void One_that_is_rescinded_is_made_again_and_revive_ends_a_refusal()
    {
        var scene = Planned();
        scene.Allocator.RescindInverseOffer(Scene.F("f1"), Scene.A("s1"));
        scene.Batch();
        Assert.Equal(2, scene.InverseOffers.Count);
        scene.Allocator.AnswerInverseOffer(
            Scene.F("f1"), Scene.A("s1"), InverseOfferAnswer.Accepted, scene.Now, Refusal.FromSeconds(1000));
        scene.Allocator.Revive(Scene.F("f1"), []);
        scene.Batch();

        Assert.Equal(3, scene.InverseOffers.Count);
    }

    private static Scene Planned()
    {
        var scene = new Scene().Framework("f1").Framework("f2").Agent("s1", "cpus:1;mem:64");
        Assert.Single(scene.Run());
        scene.Allocator.SetUnavailability(Scene.A("s1"), Soon);
        Assert.Empty(scene.Run());
        return scene;
    }
}
