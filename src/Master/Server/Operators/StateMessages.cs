using Kernel.Master.Core;
using Kernel.Master.Server.Reads;
using static Mesos.V1.Master.Response.Types;

namespace Kernel.Master.Server.Operators;

/// <summary>The parts of the large answers of the operator API that are small enough to be messages, and which tasks they have.</summary>
internal static class StateMessages
{
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

    /// <summary>The remembered tasks on agents that could not be reached.</summary>
    public static IEnumerable<TaskEntry> UnreachableTasks(MasterView view) =>
        view.Histories.SelectMany(static history => history.Unreachable);

    /// <summary>The remembered tasks that have ended, those of removed frameworks last.</summary>
    public static IEnumerable<TaskEntry> CompletedTasks(MasterView view) =>
        view.Histories.SelectMany(static history => history.Completed)
            .Concat(view.CompletedFrameworks.SelectMany(static framework => framework.Tasks));
}
