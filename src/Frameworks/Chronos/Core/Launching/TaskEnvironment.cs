using System.Globalization;

namespace Kernel.Chronos.Core;

/// <summary>The environment of a run. A job's own variables come beside Chronos's and never in their place.</summary>
internal static class TaskEnvironment
{
    internal static Mesos.V1.Environment Of(Job job, Run run, string host)
    {
        var variables = new Dictionary<string, string>
        {
            ["mesos_task_id"] = run.Id.Value,
            ["MESOS_TASK_ID"] = run.Id.Value,
            ["CHRONOS_JOB_OWNER"] = job.Owner,
            ["CHRONOS_JOB_NAME"] = job.Name,
            ["HOST"] = host,
            ["CHRONOS_RESOURCE_MEM"] = Number(job.Mem),
            ["CHRONOS_RESOURCE_CPU"] = Number(job.Cpus),
            ["CHRONOS_RESOURCE_DISK"] = Number(job.Disk),
            ["CHRONOS_JOB_RUN_TIME"] = run.Name.DueMs.ToString(CultureInfo.InvariantCulture),
            ["CHRONOS_JOB_RUN_ATTEMPT"] = run.Name.Attempt.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var variable in job.Environment.Where(static variable => variable.Name.Length > 0))
        {
            variables.TryAdd(variable.Name, variable.Value);
        }

        var environment = new Mesos.V1.Environment();
        environment.Variables.AddRange(variables.Select(
            static pair => new Mesos.V1.Environment.Types.Variable { Name = pair.Key, Value = pair.Value }));
        return environment;
    }

    /// <summary>A number as Scala writes it: <c>128.0</c>.</summary>
    private static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }
}
