using System.Threading.Channels;
using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Lifting;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime;
using Kernel.Runtime.Authentication;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Master.Server.Scheduler;

/// <summary>The v1 scheduler API over HTTP (mesos.md chapters 1 and 2).</summary>
internal sealed class SchedulerApi(
    ChannelPump<MasterInput, MasterEffect> pump,
    EventStreams streams,
    Leading leading,
    CallLimits? limits,
    TimeProvider time,
    Func<Guid> nextStreamId)
{
    private const string StreamIdHeader = "Mesos-Stream-Id";

    /// <summary>Maps the API's paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/api/v1/scheduler", HandleAsync);
        routes.Map("/master/api/v1/scheduler", HandleAsync);
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (await leading.AnswerOtherwiseAsync(context).ConfigureAwait(false) || await AllowedMethod.RefuseAsync(context, "POST").ConfigureAwait(false))
        {
            return;
        }

        var (call, refusal) = await ReadAsync(context).ConfigureAwait(false);
        if (refusal is not null)
        {
            await MessageAnswer.RefuseAsync(context, refusal).ConfigureAwait(false);
        }
        else if (call!.Type == Call.Types.Type.Subscribe)
        {
            await SubscribeAsync(context, call.Subscribe).ConfigureAwait(false);
        }
        else
        {
            await CallAsync(context, call).ConfigureAwait(false);
        }
    }

    private static async Task<(Call? Call, HttpRefusal? Refusal)> ReadAsync(HttpContext context)
    {
        if (Negotiation.OfBody(context.Request.ContentType, out var format) is { } unsupported)
        {
            return (null, unsupported);
        }

        var (call, malformed) = await CallBody.ReadAsync<Call>(context.Request, format, context.RequestAborted).ConfigureAwait(false);
        return (call, malformed ?? SchedulerCallRules.Refuse(call!, context.Principal?.Value));
    }

    private async Task SubscribeAsync(HttpContext context, Call.Types.Subscribe call)
    {
        if (Negotiation.OfAnswer(context.Request.Headers.Accept, out var format) is { } unacceptable)
        {
            await MessageAnswer.RefuseAsync(context, unacceptable).ConfigureAwait(false);
            return;
        }

        if (!StringValues.IsNullOrEmpty(context.Request.Headers[StreamIdHeader]))
        {
            await MessageAnswer.RefuseAsync(context, new(400, $"Subscribe calls should not include the '{StreamIdHeader}' header"))
                .ConfigureAwait(false);
            return;
        }

        FillPrincipal(call.FrameworkInfo, context.Principal);
        var stream = new EventStream(nextStreamId().ToString(), call.FrameworkInfo.HasPrincipal ? call.FrameworkInfo.Principal : null, format, time);
        streams.Add(stream);
        try
        {
            await OpenAsync(context, stream, format).ConfigureAwait(false);
            await pump.PostAsync(new MasterInput.SchedulerSubscribing(stream.Id, call), context.RequestAborted).ConfigureAwait(false);
            await stream.RunAsync(context).ConfigureAwait(false);
        }
        finally
        {
            streams.Remove(stream.Id);
            await TellClosedAsync(stream.Id).ConfigureAwait(false);
        }
    }

    /// <summary>A framework that does not say whose it is belongs to who has authenticated.</summary>
    private static void FillPrincipal(FrameworkInfo info, Principal? principal)
    {
        if (principal?.Value is { } value)
        {
            info.Principal = value;
        }
    }

    /// <summary>Who calls faster than its capacity lets it is told by its stream, which ends.</summary>
    private Task CutOffAsync(HttpContext context, string? streamId)
    {
        const string Why = "Message dropped: the capacity of --rate_limits is exceeded";
        if (streamId is not null)
        {
            streams.Send(streamId, new MasterEffect.SendEvent(streamId, new() { Type = Event.Types.Type.Error, Error = new() { Message = Why } }));
            streams.Close(streamId);
        }

        return MessageAnswer.RefuseAsync(context, new(403, Why));
    }

    private async Task TellClosedAsync(string streamId)
    {
        try
        {
            await pump.PostAsync(new MasterInput.StreamClosed(streamId)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The loop has ended, and the next leader knows of no stream.
        }
    }

    /// <summary>Clients may call before SUBSCRIBED comes, so the headers go out at once.</summary>
    private static async Task OpenAsync(HttpContext context, EventStream stream, MessageFormat format)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = MediaTypes.Of(format);
        context.Response.Headers[StreamIdHeader] = stream.Id;
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private async Task CallAsync(HttpContext context, Call call)
    {
        var operations = call.Type == Call.Types.Type.Accept
            ? OperationLifting.Lift(call.Accept.Operations, call.FrameworkId)
            : [];
        string? streamId = context.Request.Headers[StreamIdHeader];
        if (limits is not null && !await limits.EnterAsync(streams.PrincipalOf(streamId), context.RequestAborted).ConfigureAwait(false))
        {
            await CutOffAsync(context, streamId).ConfigureAwait(false);
            return;
        }

        var answer = await pump.AskAsync<CallAnswer>(
            reply => new MasterInput.SchedulerCalled(call, operations, streamId, context.Principal?.Value, reply), context.RequestAborted).ConfigureAwait(false);
        await Answers.WriteAsync(context, answer).ConfigureAwait(false);
    }
}
