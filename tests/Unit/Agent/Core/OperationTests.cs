using Kernel.Agent.Core;
using Mesos.Internal;
using Mesos.V1;
using Xunit;
using static Kernel.Tests.Unit.Agent.Core.AgentDriver;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Tests.Unit.Agent.Core;

public sealed class OperationTests
{
    private static Resource Reserved(double disk, string? volume = null)
    {
        var resource = Scalar("disk", disk);
        resource.Reservations.Add(new Resource.Types.ReservationInfo
        {
            Type = Resource.Types.ReservationInfo.Types.Type.Dynamic,
            Role = "web",
        });
        if (volume is not null)
        {
            resource.Disk = new()
            {
                Persistence = new() { Id = volume },
                Volume = new() { ContainerPath = "data", Mode = Mesos.V1.Volume.Types.Mode.Rw },
            };
        }

        return resource;
    }

    private static AgentDriver Apply(AgentDriver driver, byte uuid, Offer.Types.Operation operation) =>
        driver.Tell(new OperationRequested(new()
        {
            FrameworkId = new() { Value = "F" },
            OperationInfo = operation,
            OperationUuid = new() { Value = Uuid(uuid) },
            ResourceVersionUuid = new() { Uuid = driver.State.Resources.VersionMessage },
        }));

    [Fact]
    public void A_reservation_and_a_volume_survive_a_restart_and_are_destroyed_again()
    {
        var driver = Registered();
        Apply(driver, 1, new() { Type = OperationType.Reserve, Reserve = new() { Resources = { Reserved(100) } } });
        Apply(driver, 2, new() { Type = OperationType.Create, Create = new() { Volumes = { Reserved(100, "v") } } });
        Assert.All(driver.Sent<UpdateOperationStatusMessage>(), static message =>
            Assert.Equal(OperationState.OperationFinished, message.Status.State));
        Assert.Contains(driver.Effects, static effect => effect is CreateVolumeDirectory { Directory: "/srv/volumes/roles/web/v" });

        var back = driver.Restarted();
        Assert.Null(back.Refusal);
        Assert.Equal("v", back.State.Resources.CheckpointedMessages.Single().Disk.Persistence.Id);
        Assert.Equal(2, back.State.Resources.Operations.Count);
        Assert.Equal(1000, back.State.Resources.Total.Scalar("disk"));

        driver.Take();
        Apply(driver, 3, new() { Type = OperationType.Destroy, Destroy = new() { Volumes = { Reserved(100, "v") } } });
        Apply(driver, 4, new() { Type = OperationType.Unreserve, Unreserve = new() { Resources = { Reserved(100) } } });
        Assert.Empty(driver.State.Resources.CheckpointedMessages);
        Assert.Contains(driver.Effects, static effect => effect is DeleteVolumeDirectory { Directory: "/srv/volumes/roles/web/v" });
    }

    [Fact]
    public void Volumes_grow_and_shrink()
    {
        var driver = Registered();
        Apply(driver, 1, new() { Type = OperationType.Reserve, Reserve = new() { Resources = { Reserved(100) } } });
        Apply(driver, 2, new() { Type = OperationType.Create, Create = new() { Volumes = { Reserved(60, "v") } } });
        Apply(driver, 3, new()
        {
            Type = OperationType.GrowVolume,
            GrowVolume = new() { Volume = Reserved(60, "v"), Addition = Reserved(30) },
        });
        Apply(driver, 4, new()
        {
            Type = OperationType.ShrinkVolume,
            ShrinkVolume = new() { Volume = Reserved(90, "v"), Subtract = new() { Value = 50 } },
        });
        var volume = driver.State.Resources.CheckpointedMessages.Single(static resource => resource.Disk is not null);
        Assert.Equal(40, volume.Scalar.Value);
        Assert.Equal(1000, driver.State.Resources.Total.Scalar("disk"));
    }

    [Fact]
    public void After_an_operation_on_what_the_agent_has_not_got_it_tells_the_master_anew_what_it_has()
    {
        var driver = Registered();
        var version = driver.State.Resources.Version;
        Apply(driver, 1, new() { Type = OperationType.Reserve, Reserve = new() { Resources = { Reserved(5000) } } });
        Assert.Equal(OperationState.OperationFailed, driver.Sent<UpdateOperationStatusMessage>().Single().Status.State);
        Assert.NotEqual(version, driver.State.Resources.Version);
        driver.Advance(TimeSpan.FromSeconds(1));
        var registration = driver.Sent<ReregisterSlaveMessage>().First();
        Assert.Equal(driver.State.Resources.VersionMessage, registration.ResourceVersionUuid);
        Assert.Equal(driver.State.Info.Resources, registration.Slave.Resources);
    }

    [Fact]
    public void An_outcome_is_repeated_until_it_is_acknowledged()
    {
        var driver = Registered();
        Apply(driver, 1, new() { Type = OperationType.Reserve, Reserve = new() { Resources = { Reserved(100) } } });
        var first = driver.Sent<UpdateOperationStatusMessage>().Single();
        driver.Take();
        driver.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(first, driver.Sent<UpdateOperationStatusMessage>().Single());

        driver.Tell(new OperationAcknowledged(new() { OperationUuid = first.OperationUuid, StatusUuid = first.Status.Uuid }));
        driver.Take();
        driver.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(driver.Sent<UpdateOperationStatusMessage>());
        Assert.DoesNotContain(driver.Disk.Keys, static key => key.StartsWith("agent/operation/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_on_a_volume_that_the_agent_has_not_got_is_dropped()
    {
        var task = Task("t");
        task.Resources.Add(Reserved(100, "v"));
        var driver = Registered().Launch(task);
        Assert.Equal(Mesos.V1.TaskStatus.Types.Reason.ResourcesUnknown, driver.Updates.Single().Status.Reason);
    }
}
