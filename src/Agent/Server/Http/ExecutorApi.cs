using Kernel.Agent.Core;
using Kernel.Agent.Server.Executors;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime;
using Kernel.Runtime.Authentication;
using Microsoft.AspNetCore.Http;
using V1 = Mesos.V1;
using Call = Mesos.V1.Executor.Call;

namespace Kernel.Agent.Server.Http;

/// <summary>
/// The v1 executor API of an agent, <c>/api/v1/executor</c> (Mesos: Http::executor in src/slave/http.cpp).
/// </summary>
public sealed class ExecutorApi(AgentState state, AgentPump pump, ExecutorStreams streams)
{
    /// <summary>Serves a call.</summary>
    /// <exception cref="RefusedException">It is not served.</exception>
    public async Task ServeAsync(HttpContext context)
    {
        ApiRequests.Demand(context, HttpMethods.Post);
        ApiRequests.Throw(Negotiation.OfBody(context.Request.ContentType, out var format));
        var call = await ApiRequests.ReadAsync<Call>(context, format).ConfigureAwait(false);
        if (Invalid(call) is { } reason)
        {
            throw new RefusedException(400, $"Failed to validate Executor::Call: {reason}");
        }

        var key = new ExecutorKey(new(call.FrameworkId.Value), new(call.ExecutorId.Value));
        ExecutorClaims.Demand(context.Principal, key);
        if (call.Type == Call.Types.Type.Heartbeat)
        {
            context.Response.StatusCode = 202;
            return;
        }

        if (call.Type == Call.Types.Type.Subscribe)
        {
            await SubscribeAsync(context, key, call).ConfigureAwait(false);
            return;
        }

        await CheckAsync(context.Principal, key, call.Type).ConfigureAwait(false);
        await pump.PostAsync(Input(key, call), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = 202;
    }

    private static AgentInput Input(ExecutorKey key, Call call) => call.Type switch
    {
        Call.Types.Type.Update => new StatusReported(key, call.Update.Status),
        Call.Types.Type.Message => new ExecutorMessageSent(key, call.Message.Data),
        _ => throw new RefusedException(501, "501 Not Implemented."),
    };

    private static string? Invalid(Call call) => call.Type switch
    {
        Call.Types.Type.Unknown when !call.HasType => "Expecting 'type' to be present",
        Call.Types.Type.Subscribe when call.Subscribe is null => "Expecting 'subscribe' to be present",
        Call.Types.Type.Update when call.Update is null => "Expecting 'update' to be present",
        Call.Types.Type.Update => InvalidStatus(call.Update.Status, call.ExecutorId),
        Call.Types.Type.Message when call.Message is null => "Expecting 'message' to be present",
        Call.Types.Type.Subscribe => call.Subscribe.UnacknowledgedUpdates
            .Select(update => InvalidStatus(update.Status, call.ExecutorId))
            .FirstOrDefault(static reason => reason is not null),
        _ => null,
    };

    private static string? InvalidStatus(V1.TaskStatus status, V1.ExecutorID executor)
    {
        if (!status.HasUuid)
        {
            return "Expecting 'uuid' to be present";
        }

        if (status.Uuid.Length != 16)
        {
            return "Not a valid UUID: expecting 16 bytes";
        }

        if (status.ExecutorId is { } own && own.Value != executor.Value)
        {
            return $"ExecutorID in Call: {executor.Value} does not match ExecutorID in TaskStatus: {own.Value}";
        }

        if (status.Source != V1.TaskStatus.Types.Source.Executor || !status.HasSource)
        {
            return "Received Call from executor with invalid source: expecting SOURCE_EXECUTOR";
        }

        return status.State == V1.TaskState.TaskStaging
            ? "Received TASK_STAGING from executor which is not allowed"
            : null;
    }

    private async Task SubscribeAsync(HttpContext context, ExecutorKey key, Call call)
    {
        ApiRequests.Throw(Negotiation.OfAnswer(context.Request.Headers.Accept, out var format));
        await CheckAsync(context.Principal, key, call.Type).ConfigureAwait(false);
        var stream = Guid.CreateVersion7().ToString();
        streams.Open(stream);
        await pump.PostAsync(
            new ExecutorSubscribing(
                key, stream, call.Subscribe.UnacknowledgedTasks, call.Subscribe.UnacknowledgedUpdates),
            context.RequestAborted).ConfigureAwait(false);
        try
        {
            await streams.WriteAsync(stream, context, format).ConfigureAwait(false);
        }
        finally
        {
            pump.TryPost(new ExecutorStreamClosed(stream));
        }
    }

    private async Task CheckAsync(Principal? principal, ExecutorKey key, Call.Types.Type type)
    {
        var (isReady, isRecovering, hasFramework, run) = await pump.ReadAsync(() => (
            state.IsHostConnected || state.Phase != AgentPhase.Recovering,
            state.Phase == AgentPhase.Recovering,
            state.Frameworks.ContainsKey(key.Framework),
            state.Executors.GetValueOrDefault(key))).ConfigureAwait(false);
        if (!isReady || (isRecovering && type != Call.Types.Type.Subscribe))
        {
            throw new RefusedException(503, "Agent has not finished recovery");
        }

        if (!hasFramework)
        {
            throw new RefusedException(400, "Framework cannot be found");
        }

        if (run is null)
        {
            throw new RefusedException(400, "Executor cannot be found");
        }

        ExecutorClaims.Demand(principal, run);

        if (run.State is ExecutorState.Registering or ExecutorState.Preparing && type != Call.Types.Type.Subscribe)
        {
            throw new RefusedException(403, "Executor is not subscribed");
        }
    }
}
