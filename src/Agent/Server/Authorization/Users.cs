using Kernel.Agent.Core;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Authorization;

/// <summary>The user that ACLs know something by (Mesos: src/authorizer/local/authorizer.cpp).</summary>
public static class Users
{
    /// <summary>The user of an executor: that of its command, else that of its framework.</summary>
    public static string Of(ExecutorRun executor, V1.FrameworkInfo framework) =>
        executor.Info.Command is { HasUser: true } command ? command.User : framework.User;

    /// <summary>
    /// The user of a task: that of its command, else that of its executor's, else that of its framework.
    /// </summary>
    public static string Of(AgentTask task, V1.FrameworkInfo framework) =>
        (task.Info.Command ?? task.Info.Executor?.Command) is { HasUser: true } command ? command.User : framework.User;
}
