using Google.Protobuf;
using Kernel.Protocol;
using Xunit;
using Scheduler = Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Protocol;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData("application/json", 0)]
    [InlineData("Application/JSON; charset=utf-8", 0)]
    [InlineData("application/x-protobuf", 0)]
    [InlineData(null, 400)]
    [InlineData("", 400)]
    [InlineData("text/plain", 415)]
    public void The_content_type_decides_how_a_body_is_read(string? contentType, int status) =>
        Assert.Equal(status, Negotiation.OfBody(contentType, out _)?.Status ?? 0);

    [Theory]
    [InlineData(null, MessageFormat.Json)]
    [InlineData("*/*", MessageFormat.Json)]
    [InlineData("application/*", MessageFormat.Json)]
    [InlineData("application/x-protobuf", MessageFormat.Protobuf)]
    [InlineData("application/x-protobuf;q=0.1, application/json;q=0.9", MessageFormat.Json)]
    [InlineData("application/json;q=0, */*", MessageFormat.Protobuf)]
    [InlineData("text/html, application/x-protobuf", MessageFormat.Protobuf)]
    public void Json_is_answered_where_it_is_accepted(string? accept, MessageFormat expected)
    {
        Assert.Null(Negotiation.OfAnswer(accept, out var format));
        Assert.Equal(expected, format);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("*/*;q=0")]
    [InlineData("application/json;q=0.0, application/x-protobuf;q=0")]
    public void Nothing_acceptable_is_refused(string accept) => Assert.Equal(406, Negotiation.OfAnswer(accept, out _)?.Status);

    [Theory]
    [InlineData("application/recordio", null, null, null, 400)]
    [InlineData("application/recordio", "text/plain", null, null, 415)]
    [InlineData("application/recordio", "application/json", null, null, 0)]
    [InlineData("application/json", "application/json", null, null, 415)]
    [InlineData("text/plain", null, null, null, 415)]
    [InlineData(null, null, null, null, 400)]
    [InlineData("application/json", null, "application/recordio", null, 0)]
    [InlineData("application/json", null, "application/recordio", "application/x-protobuf", 0)]
    [InlineData("application/json", null, "application/recordio", "text/plain", 406)]
    [InlineData("application/json", null, "application/json", "application/json", 406)]
    [InlineData("application/json", null, "text/plain", null, 406)]
    public void The_agent_negotiates_streams(string? type, string? messageType, string? accept, string? messageAccept, int status) =>
        Assert.Equal(status, StreamNegotiation.Read(type, messageType, accept, messageAccept, out _)?.Status ?? 0);

    [Fact]
    public void A_required_field_that_protobuf_misses_is_refused()
    {
        byte[] kill = [.. new Scheduler.Call { Type = Scheduler.Call.Types.Type.Kill }.ToByteArray(), 0x32, 0];
        Assert.Equal(400, CallBody.Parse<Scheduler.Call>(kill, MessageFormat.Protobuf, out _)?.Status);
        Assert.Equal(400, CallBody.Parse<Scheduler.Call>("??"u8, MessageFormat.Protobuf, out _)?.Status);
    }
}
