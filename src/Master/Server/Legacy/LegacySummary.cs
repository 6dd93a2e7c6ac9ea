using System.Text.Json;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Server.Legacy;

/// <summary><c>/state-summary</c>: agents and frameworks with numbers of tasks in place of tasks.</summary>
internal static class LegacySummary
{
    private static readonly TaskState[] Counted =
    [
        TaskState.TaskStaging, TaskState.TaskStarting, TaskState.TaskRunning, TaskState.TaskKilling, TaskState.TaskFinished,
        TaskState.TaskKilled, TaskState.TaskFailed, TaskState.TaskLost, TaskState.TaskError, TaskState.TaskUnreachable,
    ];

    /// <summary>Writes the summary.</summary>
    public static void Write(Utf8JsonWriter json, MasterView view, string? cluster)
    {
        var tasks = view.Tasks
            .Concat(view.Histories.SelectMany(static history => history.Completed.Concat(history.Unreachable)))
            .Select(static task => (task.Agent, task.Framework, task.State))
            .ToList();
        var ofAgents = tasks.ToLookup(static task => task.Agent);
        var ofFrameworks = tasks.ToLookup(static task => task.Framework);
        json.WriteStartObject();
        json.WriteString("hostname", view.Identity.Hostname);
        LegacyValues.WriteIfAny(json, "cluster", cluster);
        WriteAgents(json, view, ofAgents);
        WriteFrameworks(json, view, ofFrameworks);
        json.WriteEndObject();
    }

    private static void WriteAgents(
        Utf8JsonWriter json, MasterView view, ILookup<AgentId, (AgentId Agent, FrameworkId Framework, TaskState State)> tasks)
    {
        json.WriteStartArray("slaves");
        foreach (var agent in view.Agents)
        {
            json.WriteStartObject();
            LegacyAgents.WriteFields(json, view, agent);
            WriteCounts(json, tasks[agent.Id].Select(static task => task.State));
            LegacyValues.Write(json, "framework_ids", tasks[agent.Id].Select(static task => task.Framework.Value).Distinct());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFrameworks(
        Utf8JsonWriter json, MasterView view, ILookup<FrameworkId, (AgentId Agent, FrameworkId Framework, TaskState State)> tasks)
    {
        json.WriteStartArray("frameworks");
        foreach (var framework in view.Frameworks)
        {
            json.WriteStartObject();
            LegacyFrameworks.WriteSummary(json, view, framework, isCompleted: false);
            WriteCounts(json, tasks[framework.Id].Select(static task => task.State));
            LegacyValues.Write(json, "slave_ids", tasks[framework.Id].Select(static task => task.Agent.Value).Distinct());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, IEnumerable<TaskState> states)
    {
        var counts = states.CountBy(static state => state).ToDictionary();
        foreach (var state in Counted)
        {
            json.WriteNumber(ProtoNames<TaskState>.Of(state), counts.GetValueOrDefault(state));
        }
    }
}
