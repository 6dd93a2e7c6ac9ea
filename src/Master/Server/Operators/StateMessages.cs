using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using static Mesos.V1.Master.Response.Types;

namespace Kernel.Master.Server.Operators;

/// <summary>The large answers of the operator API as messages.</summary>
internal static class StateMessages
{
    /// <summary>Everything.</summary>
    public static GetState State(MasterView view) => new()
    {
        GetTasks = Tasks(view), GetExecutors = Executors(view), GetFrameworks = Frameworks(view), GetAgents = Agents(view),
    };

    /// <summary>The tasks, also those that are only remembered.</summary>
    public static GetTasks Tasks(MasterView view)
    {
        var message = new GetTasks();
        message.Tasks.AddRange(view.Tasks.Select(OperatorMessages.ToMessage));
        message.UnreachableTasks.AddRange(UnreachableTasks(view).Select(OperatorMessages.ToMessage));
        message.CompletedTasks.AddRange(CompletedTasks(view).Select(OperatorMessages.ToMessage));
        return message;
    }

    /// <summary>The executors.</summary>
    public static GetExecutors Executors(MasterView view)
    {
        var message = new GetExecutors();
        message.Executors.AddRange(view.Executors.Select(OperatorMessages.ToMessage));
        return message;
    }

    /// <summary>The frameworks, also the removed ones.</summary>
    public static GetFrameworks Frameworks(MasterView view)
    {
        var message = new GetFrameworks();
        message.Frameworks.AddRange(view.Frameworks.Select(framework => OperatorMessages.ToMessage(framework, view)));
        message.CompletedFrameworks.AddRange(view.CompletedFrameworks.Select(OperatorMessages.ToMessage));
        return message;
    }

    /// <summary>The agents, also those that have not come back.</summary>
    public static GetAgents Agents(MasterView view)
    {
        var message = new GetAgents();
        message.Agents.AddRange(view.Agents.Select(agent => OperatorMessages.ToMessage(agent, view)));
        message.RecoveredAgents.AddRange(view.Recovered.Select(static agent => agent.Info));
        return message;
    }

    /// <summary>The remembered tasks on agents that could not be reached.</summary>
    public static IEnumerable<TaskEntry> UnreachableTasks(MasterView view) =>
        view.Histories.SelectMany(static history => history.Unreachable);

    /// <summary>The remembered tasks that have ended, those of removed frameworks last.</summary>
    public static IEnumerable<TaskEntry> CompletedTasks(MasterView view) =>
        view.Histories.SelectMany(static history => history.Completed)
            .Concat(view.CompletedFrameworks.SelectMany(static framework => framework.Tasks));
}
