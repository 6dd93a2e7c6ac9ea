using Kernel.Model;
using Kernel.Protocol;
using Xunit;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Protocol;

public sealed class ResourceMappingTests
{
    private const string Cpus = "\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1}";

    [Fact]
    public void Old_and_new_formats_of_a_reservation_mean_the_same()
    {
        var before = Parse($$$"""{{{{Cpus}}},"role":"a","reservation":{"principal":"p"}}""");
        var after = Parse($$$"""{{{{Cpus}}},"reservations":[{"type":"DYNAMIC","role":"a","principal":"p"}]}""");
        var both = Parse(
            $$$"""{{{{Cpus}}},"role":"a","reservation":{"principal":"p"},"reservations":[{"type":"DYNAMIC","role":"a","principal":"p"}]}""");
        Assert.Equal(after, before);
        Assert.Equal(after, both);
        Assert.Equal(Parse($$$"""{{{{Cpus}}},"role":"*"}"""), Parse($$$"""{{{{Cpus}}}}"""));
    }

    [Fact]
    public void Resources_come_back_as_they_went_in()
    {
        var resources = Resources.Of(
        [
            .. Parse($$$"""{{{{Cpus}}},"reservations":[{"type":"STATIC","role":"a"},{"type":"DYNAMIC","role":"a/b","labels":{"labels":[{"key":"k"}]}}],"allocation_info":{"role":"a/b"}}"""),
            .. Parse("""{"name":"disk","type":"SCALAR","scalar":{"value":64},"reservations":[{"type":"DYNAMIC","role":"a"}],"disk":{"persistence":{"id":"v","principal":"p"},"volume":{"mode":"RW","container_path":"data"}},"shared":{}}"""),
            .. Parse("""{"name":"ports","type":"RANGES","ranges":{"range":[{"begin":5,"end":9},{"begin":1,"end":3}]},"revocable":{}}"""),
            .. Parse("""{"name":"zones","type":"SET","set":{"item":["b","a"]},"provider_id":{"value":"rp"}}"""),
        ]);
        Assert.Equal(4, resources.Count);
        Assert.Equal(resources, ResourceMapping.FromMessages(resources.ToMessages()));
    }

    [Fact]
    public void The_format_before_refinement_has_a_role_and_no_stack()
    {
        var message = Parse($$$"""{{{{Cpus}}},"reservations":[{"type":"DYNAMIC","role":"a","principal":"p"}]}""").ToPreRefinement().Single();
        Assert.Equal(("a", "p", 0), (message.Role, message.Reservation.Principal, message.Reservations.Count));
        Assert.False(message.Reservation.HasType || message.Reservation.HasRole);
    }

    [Theory]
    [InlineData("""{"name":"","type":"SCALAR","scalar":{"value":1}}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR"}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":-1}}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":0.0001}}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":"Infinity"}}""")]
    [InlineData("""{"name":"gpus","type":"SCALAR","scalar":{"value":0.5}}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"shared":{}}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"disk":{}}""")]
    [InlineData("""{"name":"ports","type":"RANGES","ranges":{"range":[{"begin":2,"end":1}]}}""")]
    [InlineData("""{"name":"ports","type":"RANGES","ranges":{"range":[{"begin":1,"end":3},{"begin":3,"end":4}]}}""")]
    [InlineData("""{"name":"z","type":"SET","set":{"item":["a","a"]}}""")]
    [InlineData("""{"name":"z","type":"TEXT"}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"role":"a//b"}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"role":"*","reservation":{}}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"role":"a","reservations":[{"type":"STATIC","role":"b"}]}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"reservations":[{"type":"STATIC","role":"*"}]}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"reservations":[{"type":"DYNAMIC","role":"a"},{"type":"STATIC","role":"a/b"}]}""")]
    [InlineData("""{"name":"cpus","type":"SCALAR","scalar":{"value":1},"reservations":[{"type":"DYNAMIC","role":"a"},{"type":"DYNAMIC","role":"ab"}]}""")]
    public void A_malformed_resource_is_refused(string json) => Assert.Throws<InvalidResourceException>(() => Parse(json));

    [Fact]
    public void A_type_from_the_future_is_refused() => Assert.NotNull(
        ResourceRules.Refuse(new V1.Resource { Name = "x", Type = (V1.Value.Types.Type)99 }));

    [Fact]
    public void The_resources_flag_reads_text()
    {
        var resources = ResourcesFlag.Parse("cpus:4; mem(web):2048 ;ports:[31000-31005, 31006 - 32000];zones:{a,b};cpus:0.5");
        Assert.Equal(4500, resources.Thousandths("cpus"));
        Assert.Equal(2048000, resources.ReservedFor("web").Thousandths("mem"));
        Assert.Equal("[31000-32000]", resources.Ranges("ports").ToString());
    }

    [Fact]
    public void The_resources_flag_reads_json() => Assert.Equal(
        ResourcesFlag.Parse("cpus(a):1"), ResourcesFlag.Parse($$$"""[{{{{Cpus}}},"role":"a"}]"""));

    [Theory]
    [InlineData("cpus")]
    [InlineData("cpus:")]
    [InlineData("cpus:many")]
    [InlineData("cpus:-1")]
    [InlineData("cpus:NaN")]
    [InlineData("ports:[5-1]")]
    [InlineData("ports:[1-2")]
    [InlineData("cpus(a:1")]
    [InlineData("x:1;x:{a}")]
    [InlineData("""[{"name":"disk","type":"SCALAR","scalar":{"value":1},"reservations":[{"type":"DYNAMIC","role":"a"}]}]""")]
    [InlineData("[{]")]
    public void A_malformed_resources_flag_is_refused(string flag) => Assert.Throws<FormatException>(() => ResourcesFlag.Parse(flag));

    [Fact]
    public void The_attributes_flag_keeps_order_and_types()
    {
        var attributes = AttributesFlag.Parse("rack:2;os:linux-3.1;disks:[1-4];rack:b:c");
        Assert.Equal(["rack", "os", "disks", "rack"], attributes.Select(static a => a.Name));
        Assert.Equal((2.0, "linux-3.1", "b:c"), (attributes[0].Scalar.Value, attributes[1].Text.Value, attributes[3].Text.Value));
        Assert.Throws<FormatException>(() => AttributesFlag.Parse("a:{x}"));
    }

    private static Resources Parse(string json) => ResourceMapping.FromMessages([MesosJson.Parse<V1.Resource>(json)]);
}
