using System.Collections.Concurrent;
using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Protocol;
using Kernel.Runtime;
using Kernel.Runtime.Authentication;
using Mesos.V1.Master;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using CallType = Mesos.V1.Master.Call.Types.Type;
using ResponseType = Mesos.V1.Master.Response.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>The v1 operator API over HTTP, <c>/api/v1</c> (mesos.md 1.6, 8.1).</summary>
/// <param name="reading">What reads are answered from.</param>
/// <param name="pump">The loop, which decides the calls that change something.</param>
internal sealed class OperatorApi(MasterReading reading, ChannelPump<MasterInput, MasterEffect> pump)
{
    private const double LoggingSecondsMax = 7 * 24 * 3600;

    private readonly ConcurrentDictionary<(ResponseType Type, MessageFormat Format), SharedBody> large = new();
    private readonly OperatorReads reads = new(reading);
    private readonly OperatorStream stream = new(reading);

    /// <summary>Adds the endpoints.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/api/v1", HandleAsync);
        routes.Map("/master/api/v1", HandleAsync);
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (await reading.Leading.AnswerOtherwiseAsync(context).ConfigureAwait(false)
            || await AllowedMethod.RefuseAsync(context, "POST").ConfigureAwait(false))
        {
            return;
        }

        var (call, format, refusal) = await ReadAsync(context).ConfigureAwait(false);
        refusal ??= await AnswerAsync(context, call!, format).ConfigureAwait(false);
        if (refusal is not null)
        {
            await MessageAnswer.RefuseAsync(context, refusal).ConfigureAwait(false);
        }
    }

    private static async Task<(Call? Call, MessageFormat Format, HttpRefusal? Refusal)> ReadAsync(HttpContext context)
    {
        if (Negotiation.OfBody(context.Request.ContentType, out var body) is { } unsupported)
        {
            return (null, default, unsupported);
        }

        var (call, malformed) = await CallBody.ReadAsync<Call>(context.Request, body, context.RequestAborted).ConfigureAwait(false);
        var refusal = malformed ?? OperatorCallRules.Refuse(call!);
        var unacceptable = Negotiation.OfAnswer(context.Request.Headers.Accept, out var format);
        return (call, format, refusal ?? unacceptable);
    }

    private async Task<HttpRefusal?> AnswerAsync(HttpContext context, Call call, MessageFormat format)
    {
        if (CallGuard.Refuse(reading.Acls, context.Principal, call.Type) is { } denial)
        {
            return new(403, denial);
        }

        if (call.Type == CallType.Subscribe)
        {
            await stream.ServeAsync(context, format).ConfigureAwait(false);
            return null;
        }

        if (call.Type == CallType.SetLoggingLevel)
        {
            return SetLoggingLevel(call.SetLoggingLevel);
        }

        if (OperatorCallLifting.IsWrite(call.Type))
        {
            return await WriteAsync(context, call).ConfigureAwait(false);
        }

        return OperatorReads.LargeAnswer(call.Type) is { } type
            ? await WriteLargeAsync(context, type, format).ConfigureAwait(false)
            : await WriteReadAsync(context, call, format).ConfigureAwait(false);
    }

    private async Task<HttpRefusal?> WriteAsync(HttpContext context, Call call)
    {
        if (OperatorCallLifting.Lift(call, out var lifted) is { } malformed)
        {
            return malformed;
        }

        var answer = await pump.AskAsync<CallAnswer>(
            reply => new MasterInput.OperatorCalled(lifted!, context.Principal, reply), context.RequestAborted).ConfigureAwait(false);
        await Answers.WriteAsync(context, answer).ConfigureAwait(false);
        return null;
    }

    private async Task<HttpRefusal?> WriteLargeAsync(HttpContext context, ResponseType type, MessageFormat format)
    {
        var view = await reading.ViewAsync(context).ConfigureAwait(false);
        var body = large.GetOrAdd((type, format), key => key.Format == MessageFormat.Json
            ? SharedBody.OfJson((json, of) => StateJson.Write(json, key.Type, of), reading.Meters.CacheHit, reading.Time)
            : new(MediaTypes.Protobuf, (output, of) => StateBytes.Write(output, key.Type, of), reading.Meters.CacheHit, reading.Time));
        await body.SendAsync(context, view).ConfigureAwait(false);
        return null;
    }

    private async Task<HttpRefusal?> WriteReadAsync(HttpContext context, Call call, MessageFormat format)
    {
        var (response, refusal) = await reads.AnswerAsync(call, context).ConfigureAwait(false);
        if (response is not null)
        {
            await MessageAnswer.WriteAsync(context, response, format).ConfigureAwait(false);
        }

        return refusal;
    }

    private HttpRefusal SetLoggingLevel(Call.Types.SetLoggingLevel call) =>
        reading.Logging.Raise(call.Level, TimeSpan.FromSeconds(Math.Min(call.Duration.Nanoseconds / 1e9, LoggingSecondsMax))) is { } wrong
            ? new(400, $"Expecting 'set_logging_level.duration' to be right: {wrong}")
            : new(200, "");
}
