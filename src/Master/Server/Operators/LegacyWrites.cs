using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Protocol;
using Kernel.Runtime;
using Kernel.Runtime.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// The older operator endpoints that change something, each under its bare path and under <c>/master</c> (mesos.md 8.4).
/// </summary>
/// <param name="pump">The loop, which decides the calls.</param>
/// <param name="leading">Whether this master may decide them.</param>
internal sealed class LegacyWrites(ChannelPump<MasterInput, MasterEffect> pump, Leading leading)
{
    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var prefix in (string[])["", "/master"])
        {
            Map(routes, HttpMethods.Post, $"{prefix}/reserve", Operation(OperationType.Reserve));
            Map(routes, HttpMethods.Post, $"{prefix}/unreserve", Operation(OperationType.Unreserve));
            Map(routes, HttpMethods.Post, $"{prefix}/create-volumes", Operation(OperationType.Create));
            Map(routes, HttpMethods.Post, $"{prefix}/destroy-volumes", Operation(OperationType.Destroy));
            Map(routes, HttpMethods.Post, $"{prefix}/teardown", static (body, _) => LegacyForms.ReadTeardown(body));
            Map(routes, HttpMethods.Post, $"{prefix}/quota", static (body, _) => LegacyForms.ReadQuota(body));
            Map(routes, HttpMethods.Put, $"{prefix}/weights", static (body, _) => LegacyForms.ReadWeights(body));
            Map(routes, HttpMethods.Post, $"{prefix}/maintenance/schedule", static (body, _) => LegacyForms.ReadSchedule(body));
            Map(routes, HttpMethods.Post, $"{prefix}/machine/down", static (body, _) => LegacyForms.ReadMachinesDown(body));
            Map(routes, HttpMethods.Post, $"{prefix}/machine/up", static (body, _) => LegacyForms.ReadMachinesUp(body));
            Map(routes, HttpMethods.Delete, prefix + "/quota/{role}", static (_, context) =>
                new OperatorCall.RemoveQuota((string)context.Request.RouteValues["role"]!));
        }
    }

    private static Func<byte[], HttpContext, OperatorCall> Operation(OperationType type) =>
        (body, _) => LegacyForms.ReadOperation(body, type);

    private void Map(IEndpointRouteBuilder routes, string method, string path, Func<byte[], HttpContext, OperatorCall> read) =>
        routes.MapMethods(path, [method], context => AnswerAsync(context, read));

    private async Task AnswerAsync(HttpContext context, Func<byte[], HttpContext, OperatorCall> read)
    {
        var stop = context.RequestAborted;
        if (await leading.AnswerOtherwiseAsync(context).ConfigureAwait(false))
        {
            return;
        }

        if (await CallBody.ReadBytesAsync(context.Request, LegacyForms.BytesMax, stop).ConfigureAwait(false) is not { } body)
        {
            await MessageAnswer.RefuseAsync(context, new(413, $"The body is longer than {LegacyForms.BytesMax} bytes")).ConfigureAwait(false);
            return;
        }

        try
        {
            var call = read(body, context);
            var answer = await pump.AskAsync<CallAnswer>(reply => new MasterInput.OperatorCalled(call, context.Principal, reply), stop)
                .ConfigureAwait(false);
            await Answers.WriteAsync(context, answer).ConfigureAwait(false);
        }
        catch (LegacyFormException malformed)
        {
            await MessageAnswer.RefuseAsync(context, new(400, malformed.Message)).ConfigureAwait(false);
        }
    }
}
