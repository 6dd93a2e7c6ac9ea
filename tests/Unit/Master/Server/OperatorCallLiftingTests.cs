using System.Text;
using Kernel.Master.Core;
using Kernel.Master.Server.Operators;
using Kernel.Protocol;
using Mesos.V1.Master;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class OperatorCallLiftingTests
{
    [Theory]
    [InlineData("""{"seconds":10}""", 10_000)]
    [InlineData("""{"seconds":1,"nanos":500000000}""", 1_500)]
    [InlineData("""{"nanoseconds":10000000000}""", 10_000)]
    [InlineData("{}", 0)]
    public void A_grace_period_of_a_drain_is_taken_in_either_form_of_a_duration(string grace, int milliseconds)
    {
        var call = Drain(grace);

        Assert.Null(OperatorCallLifting.Refuse(call));
        Assert.Null(OperatorCallLifting.Lift(call, out var lifted));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Assert.IsType<OperatorCall.DrainAgent>(lifted).MaxGracePeriod);
    }

    [Theory]
    [InlineData("""{"seconds":-1}""")]
    [InlineData("""{"nanoseconds":-1}""")]
    [InlineData("""{"nanos":1000000000}""")]
    [InlineData("""{"seconds":9000000000}""")]
    [InlineData("""{"nanoseconds":9000000000000000000}""")]
    public void A_grace_period_that_is_none_is_refused_by_its_name(string grace) =>
        Assert.Contains("drain_agent.max_grace_period", OperatorCallLifting.Refuse(Drain(grace))!.Text, StringComparison.Ordinal);

    private static Call Drain(string grace) => MesosJson.Parse<Call>(Encoding.UTF8.GetBytes(
        $$$"""{"type":"DRAIN_AGENT","drain_agent":{"agent_id":{"value":"a"},"max_grace_period":{{{grace}}}}}"""));
}
