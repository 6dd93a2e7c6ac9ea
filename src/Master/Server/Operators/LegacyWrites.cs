using Kernel.Master.Core;
using Kernel.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// The older operator endpoints that change something, each under its bare path and under <c>/master</c> (mesos.md 8.4).
/// </summary>
/// <param name="ask">Has the loop decide a call.</param>
public sealed class LegacyWrites(Func<OperatorCall, CancellationToken, Task<CallAnswer>> ask)
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
        (body, context) => LegacyForms.ReadOperation(body, type, context.User.Identity?.Name);

    private void Map(IEndpointRouteBuilder routes, string method, string path, Func<byte[], HttpContext, OperatorCall> read) =>
        routes.MapMethods(path, [method], context => AnswerAsync(context, read));

    private async Task AnswerAsync(HttpContext context, Func<byte[], HttpContext, OperatorCall> read)
    {
        var stop = context.RequestAborted;
        if (await CallBody.ReadBytesAsync(context.Request, LegacyForms.BytesMax, stop).ConfigureAwait(false) is not { } body)
        {
            await MessageAnswer.RefuseAsync(context, new(413, $"The body is longer than {LegacyForms.BytesMax} bytes")).ConfigureAwait(false);
            return;
        }

        try
        {
            var answer = await ask(read(body, context), stop).ConfigureAwait(false);
            await WriteAsync(context, answer).ConfigureAwait(false);
        }
        catch (LegacyFormException malformed)
        {
            await MessageAnswer.RefuseAsync(context, new(400, malformed.Message)).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the answer to a call that changes something: nothing but a status if it was done.</summary>
    public static Task WriteAsync(HttpContext context, CallAnswer answer)
    {
        if (answer.Body.Length > 0)
        {
            return MessageAnswer.RefuseAsync(context, new(answer.Status, answer.Body));
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
