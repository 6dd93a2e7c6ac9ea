using Kernel.Agent.Server.Host;
using Kernel.Agent.Server.Sandboxes;
using Kernel.Agent.Server.Views;
using Kernel.Messages.Host;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;
using Call = Mesos.V1.Agent.Call;
using Outcome = Kernel.Messages.Host.Answer.Types.Outcome;
using Response = Mesos.V1.Agent.Response;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Http;

/// <summary>Containers below those of executors (mesos.md 7.13; Mesos: src/slave/http.cpp).</summary>
public sealed class NestedContainerApi(AgentHost host, AgentReading reading)
{
    private const int KillSignal = 9;

    private readonly ContainerOutput output = new(host, reading);

    /// <summary>Whether a call is about such containers.</summary>
    public static bool Serves(Call.Types.Type type) => type is
        Call.Types.Type.LaunchNestedContainer or Call.Types.Type.LaunchContainer
        or Call.Types.Type.WaitNestedContainer or Call.Types.Type.WaitContainer
        or Call.Types.Type.KillNestedContainer or Call.Types.Type.KillContainer
        or Call.Types.Type.RemoveNestedContainer or Call.Types.Type.RemoveContainer
        or Call.Types.Type.LaunchNestedContainerSession or Call.Types.Type.AttachContainerOutput;

    /// <summary>Whether the answer to a call is a stream.</summary>
    public static bool Streams(Call.Types.Type type) =>
        type is Call.Types.Type.LaunchNestedContainerSession or Call.Types.Type.AttachContainerOutput;

    /// <summary>The container that a call is about; null if it is about none.</summary>
    public static V1.ContainerID? ContainerOf(Call call) => call switch
    {
        { LaunchNestedContainer: { } launch } => launch.ContainerId,
        { LaunchContainer: { } launch } => launch.ContainerId,
        { WaitNestedContainer: { } wait } => wait.ContainerId,
        { WaitContainer: { } wait } => wait.ContainerId,
        { KillNestedContainer: { } kill } => kill.ContainerId,
        { KillContainer: { } kill } => kill.ContainerId,
        { RemoveNestedContainer: { } remove } => remove.ContainerId,
        { RemoveContainer: { } remove } => remove.ContainerId,
        { LaunchNestedContainerSession: { } session } => session.ContainerId,
        { AttachContainerOutput: { } attach } => attach.ContainerId,
        _ => null,
    };

    /// <summary>Serves a call.</summary>
    /// <exception cref="RefusedException">It is not served.</exception>
    public Task ServeAsync(HttpContext context, Call call, AgentView view, MessageFormat format) => call switch
    {
        { LaunchNestedContainer: { } launch } =>
            LaunchAsync(context, view, launch.ContainerId, launch.Command, launch.Container, null),
        { LaunchContainer: { } launch } =>
            LaunchAsync(context, view, launch.ContainerId, launch.Command, launch.Container, launch),
        { WaitNestedContainer: { } wait } => WaitAsync(context, view, wait.ContainerId, false, format),
        { WaitContainer: { } wait } => WaitAsync(context, view, wait.ContainerId, true, format),
        { KillNestedContainer: { } kill } =>
            KillAsync(context, view, kill.ContainerId, kill.HasSignal ? kill.Signal : KillSignal),
        { KillContainer: { } kill } =>
            KillAsync(context, view, kill.ContainerId, kill.HasSignal ? kill.Signal : KillSignal),
        { RemoveNestedContainer: { } remove } => RemoveAsync(context, view, remove.ContainerId),
        { RemoveContainer: { } remove } => RemoveAsync(context, view, remove.ContainerId),
        { LaunchNestedContainerSession: { } session } => SessionAsync(context, view, session, format),
        { AttachContainerOutput: { } attach } =>
            output.AttachAsync(context, NestedPlace.Find(view, attach.ContainerId), format),
        _ => throw new RefusedException(400, $"Expecting the member of '{call.Type}' to be present"),
    };

    private async Task LaunchAsync(
        HttpContext context,
        AgentView view,
        V1.ContainerID id,
        V1.CommandInfo? command,
        V1.ContainerInfo? container,
        Call.Types.LaunchContainer? more)
    {
        var place = Nested(view, id);
        var plan = PlanOf(place, command, container);
        plan.Resources.Add(more?.Resources ?? []);
        plan.Limits.Add(more?.Limits ?? []);
        var answer = await StartAsync(place, plan, isInside: false, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = answer.Outcome switch
        {
            Outcome.Done => 200,
            Outcome.Exists => 202,
            _ => throw new RefusedException(400, answer.Message),
        };
    }

    private async Task WaitAsync(
        HttpContext context, AgentView view, V1.ContainerID id, bool isNewCall, MessageFormat format)
    {
        var place = NestedPlace.Find(view, id);
        var answer = await host.AskAsync(
            request => new() { WaitNested = new() { Request = request, ContainerId = place.Id } },
            context.RequestAborted).ConfigureAwait(false);
        Demand(answer);
        await MessageAnswer.WriteAsync(context, Ended(answer, isNewCall), format).ConfigureAwait(false);
    }

    private async Task KillAsync(HttpContext context, AgentView view, V1.ContainerID id, int signal)
    {
        var place = NestedPlace.Find(view, id);
        Demand(await host.AskAsync(
            request => new() { KillNested = new() { Request = request, ContainerId = place.Id, Signal = signal } },
            context.RequestAborted).ConfigureAwait(false));
    }

    private async Task RemoveAsync(HttpContext context, AgentView view, V1.ContainerID id)
    {
        var place = Nested(view, id);
        Demand(await host.AskAsync(
            request => new() { RemoveNested = new() { Request = request, ContainerId = place.Id } },
            context.RequestAborted).ConfigureAwait(false));
        if (Directory.Exists(place.Directory))
        {
            Directory.Delete(place.Directory, recursive: true);
        }
    }

    /// <summary>
    /// Starts a container that shares all that its parent has, streams its output, and kills it if nobody listens.
    /// </summary>
    private async Task SessionAsync(
        HttpContext context, AgentView view, Call.Types.LaunchNestedContainerSession session, MessageFormat format)
    {
        var place = Nested(view, session.ContainerId);
        if (session.Container?.TtyInfo is not null)
        {
            throw new RefusedException(400, "Terminals ('tty_info') are not supported");
        }

        var plan = PlanOf(place, session.Command, session.Container);
        plan.HasInput = true;
        var answer = await StartAsync(place, plan, isInside: true, context.RequestAborted).ConfigureAwait(false);
        if (answer.Outcome != Outcome.Done)
        {
            throw new RefusedException(answer.Outcome == Outcome.Exists ? 409 : 400, answer.Message);
        }

        try
        {
            await output.StreamAsync(context, place, fromStart: true, format).ConfigureAwait(false);
        }
        finally
        {
            // Nobody sees this container any more: nobody shall wait for it, either.
            host.Send(new() { KillNested = new() { ContainerId = place.Id, Signal = KillSignal } });
        }
    }

    private Task<Answer> StartAsync(NestedPlace place, ContainerPlan plan, bool isInside, CancellationToken stop)
    {
        SandboxMaking.MakeDirectory(place.Directory);
        return host.AskAsync(
            request => new()
            {
                LaunchNested = new() { Request = request, Plan = plan, Parent = place.Parent, IsInside = isInside },
            },
            stop);
    }

    private static NestedPlace Nested(AgentView view, V1.ContainerID id)
    {
        var place = NestedPlace.Find(view, id);
        return place.Parent is null
            ? throw new RefusedException(400, "Expecting 'container_id.parent' to be present")
            : place;
    }

    private static ContainerPlan PlanOf(NestedPlace place, V1.CommandInfo? command, V1.ContainerInfo? container)
    {
        var plan = new ContainerPlan
        {
            ContainerId = place.Id,
            Directory = place.Directory,
            User = command is { HasUser: true } ? command.User : "",
            Command = command,
            Container = container,
        };
        plan.Environment.Add(new Variable { Name = "MESOS_SANDBOX", Value = place.Directory });
        plan.Environment.Add((command?.Environment?.Variables ?? []).Select(static variable =>
            new Variable { Name = variable.Name, Value = variable.Value }));
        return plan;
    }

    private static void Demand(Answer answer)
    {
        if (answer.Outcome != Outcome.Done)
        {
            throw new RefusedException(answer.Outcome == Outcome.Unknown ? 404 : 500, answer.Message);
        }
    }

    private static Response Ended(Answer answer, bool isNewCall)
    {
        var response = new Response
        {
            Type = isNewCall ? Response.Types.Type.WaitContainer : Response.Types.Type.WaitNestedContainer,
        };
        if (isNewCall)
        {
            response.WaitContainer = answer.HasWaitStatus ? new() { ExitStatus = answer.WaitStatus } : new();
        }
        else
        {
            response.WaitNestedContainer = answer.HasWaitStatus ? new() { ExitStatus = answer.WaitStatus } : new();
        }

        return response;
    }
}
