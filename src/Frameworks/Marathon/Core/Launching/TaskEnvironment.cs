using System.Globalization;
using System.Text.RegularExpressions;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>
/// The environment variables that tasks are given (Marathon: TaskBuilder.scala, EnvironmentHelper.scala,
/// TaskContextEnv).
/// </summary>
internal static partial class TaskEnvironment
{
    private const int LongestLabelKey = 493;
    private const int LongestLabelValue = 512;

    /// <summary>An app's variables: what Marathon says first, what the user says last.</summary>
    internal static V1.Environment OfApp(
        AppDefinition app, string host, string taskId, IReadOnlyList<int?> hostPorts, string prefix)
    {
        var variables = new OrderedDictionary<string, string>
        {
            ["MESOS_TASK_ID"] = taskId,
            ["MARATHON_APP_ID"] = app.Id.Value,
            ["MARATHON_APP_VERSION"] = app.Version.ToString(),
        };
        if (app.Container is { Type: ContainerType.Docker, Docker: { } docker })
        {
            variables["MARATHON_APP_DOCKER_IMAGE"] = docker.Image;
        }

        AddResources(variables, "MARATHON_APP_RESOURCE_", app.Needs);
        variables["MARATHON_APP_ENFORCE_GROUP_ROLE"] = app.RoleEnforced ? "TRUE" : "FALSE";
        AddLabels(variables, app.Labels);
        variables[prefix + "HOST"] = host;
        PortVariables.Add(variables, AppPorts.Of(app), hostPorts, prefix);
        AddUser(variables, app.Env);
        return Message(variables);
    }

    /// <summary>The resources of an app or container.</summary>
    internal static void AddResources(OrderedDictionary<string, string> variables, string prefix, Needs needs)
    {
        variables[prefix + "CPUS"] = AppRules.Number(needs.Cpus);
        variables[prefix + "MEM"] = AppRules.Number(needs.Mem);
        variables[prefix + "DISK"] = AppRules.Number(needs.Disk);
        variables[prefix + "GPUS"] = ((int)needs.Gpus).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Labels whose names and values are not too long.</summary>
    internal static void AddLabels(
        OrderedDictionary<string, string> variables, IReadOnlyDictionary<string, string> labels)
    {
        var brief = labels
            .Where(
                static label => label.Key.Length is > 0 and < LongestLabelKey && label.Value.Length < LongestLabelValue)
            .Select(static label => (Name: Sanitized(label.Key), label.Value))
            .ToList();
        variables["MARATHON_APP_LABELS"] = string.Join(' ', brief.Select(static label => label.Name));
        foreach (var (name, value) in brief)
        {
            variables[$"MARATHON_APP_LABEL_{name}"] = value;
        }
    }

    /// <summary>What the user says; secrets are for plugins to fill in.</summary>
    internal static void AddUser(
        OrderedDictionary<string, string> variables, IReadOnlyDictionary<string, EnvValue>? env)
    {
        foreach (var (name, value) in env ?? new Dictionary<string, EnvValue>())
        {
            if (value.Text is { } text)
            {
                variables[name] = text;
            }
        }
    }

    /// <summary>The variables as a message.</summary>
    internal static V1.Environment Message(OrderedDictionary<string, string> variables)
    {
        var environment = new V1.Environment();
        environment.Variables.AddRange(variables.Select(static variable =>
            new V1.Environment.Types.Variable { Name = variable.Key, Value = variable.Value }));
        return environment;
    }

    /// <summary>A name in upper case, with underscores for what names of variables cannot have.</summary>
    internal static string Sanitized(string name) => NotInNames().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("[^A-Za-z0-9_]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInNames();
}
