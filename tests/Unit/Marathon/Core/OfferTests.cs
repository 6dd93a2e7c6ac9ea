using System.Collections.Immutable;
using Kernel.Marathon.Core;
using Kernel.Model;
using Mesos.V1.Scheduler;
using Condition = Kernel.Marathon.Core.Condition;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Marathon.Core;

public sealed class OfferTests
{
    [Theory]
    [InlineData("rack UNIQUE", "a", "b", true)]
    [InlineData("rack UNIQUE", "a", "a", false)]
    [InlineData("rack CLUSTER", "", "z", true)]
    [InlineData("rack CLUSTER", "a", "b", false)]
    [InlineData("rack CLUSTER b", "", "a", false)]
    [InlineData("rack CLUSTER b", "a", "b", true)]
    [InlineData("rack MAX_PER 2", "a", "a", true)]
    [InlineData("rack MAX_PER 2", "a a", "a", false)]
    [InlineData("rack LIKE a.", "", "ab", true)]
    [InlineData("rack LIKE a.", "", "abc", false)]
    [InlineData("rack UNLIKE a.", "", "ab", false)]
    [InlineData("rack UNLIKE a.", "", "b", true)]
    [InlineData("rack IS a", "", "a", true)]
    [InlineData("rack IS 1.50", "", "1.5", true)]
    [InlineData("rack IS a", "", "b", false)]
    [InlineData("rack GROUP_BY", "a", "b", true)]
    [InlineData("rack GROUP_BY", "a a b", "a", false)]
    [InlineData("rack GROUP_BY", "a b", "a", true)]
    [InlineData("rack GROUP_BY 2", "a b", "c", false)]
    [InlineData("rack GROUP_BY 2", "a a b", "a", false)]
    [InlineData("rack GROUP_BY 2", "a a b", "b", true)]
    [InlineData("other UNIQUE", "", "a", false)]
    [InlineData("other UNLIKE x", "", "a", true)]
    public void A_constraint_allows_or_forbids_an_agent(string constraint, string racks, string offered, bool expected)
    {
        var spec = InstanceTests.Spec(constraint.Split(' '));
        var instances = racks.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static (rack, i) => InstanceTests.An($"i{i}", Condition.Running, i, rack));
        var agent = InstanceTests.An("x", Condition.Running, 0, offered).Agent!;
        Assert.Equal(expected, Constraints.Allow(spec, Constraints.Population(instances, spec), agent));
    }

    [Fact]
    public void Instances_of_an_outdated_version_do_not_count()
    {
        var spec = InstanceTests.Spec(["rack", "UNIQUE"]) with { VersionInfo = new(new(5), new(5)), Version = new(5) };
        var population = Constraints.Population([InstanceTests.An("old", Condition.Running, 1)], spec);
        Assert.True(Constraints.Allow(spec, population, InstanceTests.An("x", Condition.Running, 0).Agent!));
    }

    [Theory]
    [InlineData("cpus", NoMatch.InsufficientCpus)]
    [InlineData("mem", NoMatch.InsufficientMemory)]
    [InlineData("disk", NoMatch.InsufficientDisk)]
    [InlineData("ports", NoMatch.InsufficientPorts)]
    public void What_is_missing_is_told(string missing, NoMatch reason)
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/a","cmd":"x","disk":10}""");
        rig.OfferOnce(
            change: offer => offer.Resources.Remove(offer.Resources.Single(resource => resource.Name == missing)));
        Assert.Empty(rig.Tasks);
        Assert.Equal(reason, rig.State.Offers.Find(PathId.Of("/a"))!.LastUnused.Single().Reasons[0]);
        var decline = rig.Calls.Single(static call => call.Type == Call.Types.Type.Decline).Decline;
        Assert.Equal(120, decline.Filters.RefuseSeconds);
    }

    [Fact]
    public void A_required_port_is_waited_for()
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/a","cmd":"x","requirePorts":true,"portDefinitions":[{"port":31005},{"port":0}]}""");
        rig.OfferOnce(
            change: static offer => offer.Resources[3].Ranges.Range[0] = new() { Begin = 31_006, End = 32_000 });
        Assert.Empty(rig.Tasks);
        rig.OfferOnce();
        Assert.Empty(rig.Tasks); // The second port has become 10000, which the offer does not have.
        rig.OfferOnce(change: static offer => offer.Resources[3].Ranges.Range.Add(
            new V1.Value.Types.Range { Begin = 10_000, End = 10_000 }));
        Assert.Equal([10_000, 31_005], PortsOf(rig.Tasks.Values.Single()));
    }

    [Fact]
    public void No_port_is_given_out_twice_and_no_more_than_an_offer_has()
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/a","cmd":"x","cpus":0.1,"mem":1,"instances":4,"ports":[0,0]}""");
        rig.OfferOnce(
            change: static offer => offer.Resources[3].Ranges.Range[0] = new() { Begin = 31_000, End = 31_004 });
        Assert.Equal(2, rig.Tasks.Count);
        Assert.Equal(4, rig.Tasks.Values.SelectMany(PortsOf).Distinct().Count());
    }

    [Fact]
    public void Reserved_resources_are_taken_first_and_those_of_others_not_at_all()
    {
        var rig = new MarathonRig(new() { Role = "ours" });
        rig.Post("""{"id":"/a","cmd":"x","cpus":3,"portDefinitions":[]}""");
        rig.OfferOnce(cpus: 2, role: "ours", change: static offer =>
        {
            offer.Resources.Add(Cpus(2, "ours"));
            offer.Resources.Add(Cpus(100, "other"));
        });
        var cpus = rig.Tasks.Values.Single().Resources.Where(static resource => resource.Name == "cpus").ToList();
        Assert.Equal([("ours", 2.0), (null, 1.0)], cpus.Select(
            static resource => (resource.Reservations.FirstOrDefault()?.Role, resource.Scalar.Value)));
    }

    [Fact]
    public void An_app_may_want_only_what_nobody_reserved()
    {
        var rig = new MarathonRig(new() { Role = "ours" });
        rig.Post("""{"id":"/a","cmd":"x","cpus":1,"acceptedResourceRoles":["*"],"portDefinitions":[]}""");
        rig.OfferOnce(cpus: 0.5, role: "ours", change: static offer => offer.Resources.Add(Cpus(5, "ours")));
        Assert.Empty(rig.Tasks);
    }

    [Fact]
    public void At_most_five_instances_go_on_one_offer_and_what_is_left_is_wanted_at_once()
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/a","cmd":"x","cpus":0.1,"mem":1,"instances":7}""");
        rig.OfferOnce();
        Assert.Equal(5, rig.Tasks.Count);
        Assert.Equal(
            0, rig.Calls.Last(static call => call.Type == Call.Types.Type.Accept).Accept.Filters.RefuseSeconds);
        rig.OfferOnce();
        Assert.Equal(7, rig.Tasks.Count);
    }

    [Fact]
    public void Launches_under_way_are_limited()
    {
        var rig = new MarathonRig(new() { LaunchTokens = 3 });
        rig.Post("""{"id":"/a","cmd":"x","cpus":0.1,"mem":1,"instances":5}""");
        rig.Offer();
        Assert.Equal(3, rig.Tasks.Count);
        rig.Update(rig.Tasks.Keys.First(), V1.TaskState.TaskRunning);
        rig.Offer();
        Assert.Equal(4, rig.Tasks.Count);
        rig.Pass(31);
        rig.Offer();
        Assert.Equal(5, rig.Tasks.Count);
    }

    [Fact]
    public void Agents_with_GPUs_are_kept_for_those_who_want_them()
    {
        var rig = new MarathonRig(new() { Features = ["gpu_resources"] });
        rig.Post("""{"id":"/plain","cmd":"x"}""");
        rig.OfferOnce(change: static offer => offer.Resources.Add(Scalar("gpus", 2)));
        Assert.Empty(rig.Tasks);
        rig.Post("""{"id":"/gpu","cmd":"x","gpus":1}""");
        rig.OfferOnce(change: static offer => offer.Resources.Add(Scalar("gpus", 2)));
        Assert.StartsWith("gpu.", rig.Tasks.Keys.Single());
    }

    [Fact]
    public void Another_region_is_for_those_who_ask_for_it()
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/home","cmd":"x"}""");
        rig.Post("""{"id":"/far","cmd":"x","constraints":[["@region","IS","far"]]}""");
        rig.OfferOnce(change: static offer => offer.Domain = new()
        {
            FaultDomain = new() { Region = new() { Name = "far" }, Zone = new() { Name = "z" } },
        });
        Assert.StartsWith("far.", rig.Tasks.Keys.Single());
    }

    [Fact]
    public void Volumes_are_reserved_used_kept_while_the_app_rests_and_freed_with_it()
    {
        var rig = new MarathonRig(new() { Role = "foo" });
        rig.Post("""{"id":"/db","cmd":"x","container":{"type":"MESOS","volumes":[{"containerPath":"data","mode":"RW","persistent":{"size":100}}]}}""");
        rig.OfferOnce(role: "foo");
        var operations = rig.Calls.Single(static call => call.Type == Call.Types.Type.Accept).Accept.Operations;
        Assert.Equal([V1.Offer.Types.Operation.Types.Type.Reserve, V1.Offer.Types.Operation.Types.Type.Create],
            operations.Select(static operation => operation.Type));
        var volume = operations[1].Create.Volumes.Single();
        Assert.Matches("^db#data#", volume.Disk.Persistence.Id);
        var reserved = operations[0].Reserve.Resources.Where(static resource => resource.Name != "disk").Append(volume).ToList();

        void OfferReserved() => rig.OfferOnce(role: "foo", change: offer =>
        {
            offer.Resources.Clear();
            offer.Resources.AddRange(reserved);
        });

        OfferReserved();
        var task = rig.Tasks.Values.Single();
        Assert.Contains(task.Resources, resource => resource.Disk?.Persistence.Id == volume.Disk.Persistence.Id);
        rig.Update(task.TaskId.Value, V1.TaskState.TaskRunning);
        Assert.Empty(rig.State.Deployments);

        rig.Put("/db", """{"instances":0}""");
        rig.Settle();
        Assert.Equal(Goal.Stopped, rig.InstancesOf("/db").Single().Goal);
        OfferReserved();
        Assert.Equal(Call.Types.Type.Decline, rig.Calls.Last().Type);
        rig.Put("/db", """{"instances":1}""");
        OfferReserved();
        Assert.EndsWith("._app.2", rig.Tasks.Keys.Single());
        rig.Update(rig.Tasks.Keys.Single(), V1.TaskState.TaskRunning);

        rig.Delete("/db");
        rig.Settle();
        OfferReserved();
        Assert.Equal(
            [V1.Offer.Types.Operation.Types.Type.Destroy, V1.Offer.Types.Operation.Types.Type.Unreserve],
            rig.Calls.Last(static call => call.Type == Call.Types.Type.Accept).Accept.Operations.Select(
                static operation => operation.Type));
    }

    private static V1.Resource Cpus(double value, string role)
    {
        var resource = Scalar("cpus", value);
        resource.Reservations.Add(new V1.Resource.Types.ReservationInfo { Type = V1.Resource.Types.ReservationInfo.Types.Type.Static, Role = role });
        return resource;
    }

    private static V1.Resource Scalar(string name, double value) => new()
    {
        Name = name,
        Type = V1.Value.Types.Type.Scalar,
        Scalar = new() { Value = value },
    };

    private static IEnumerable<int> PortsOf(V1.TaskInfo task) => task.Resources
        .Where(static resource => resource.Name == "ports")
        .SelectMany(static resource => resource.Ranges.Range)
        .SelectMany(static range => Enumerable.Range((int)range.Begin, (int)(range.End - range.Begin + 1)))
        .Order();
}
