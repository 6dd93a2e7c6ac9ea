using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Protocol;
using Mesos.V1;

namespace Kernel.Master.Server.Legacy;

/// <summary>Executors in the legacy JSON.</summary>
internal static class LegacyExecutors
{
    /// <summary>Writes executors as an array.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<ExecutorEntry> executors)
    {
        json.WriteStartArray("executors");
        foreach (var executor in executors)
        {
            WriteExecutor(json, executor);
        }

        json.WriteEndArray();
    }

    private static void WriteExecutor(Utf8JsonWriter json, ExecutorEntry executor)
    {
        var info = ExecutorInfo.Parser.ParseFrom(executor.Info);
        json.WriteStartObject();
        json.WriteString("executor_id", executor.Key.Executor.Value);
        json.WriteString("name", info.Name);
        json.WriteString("framework_id", executor.Key.Framework.Value);
        WriteCommand(json, info.Command ?? new());
        LegacyValues.Write(json, "resources", executor.Resources);
        LegacyValues.WriteIfAny(json, "role", executor.Resources.Entries is [var first, ..] ? first.Kind.AllocationRole : null);
        LegacyValues.Write(json, "labels", info.Labels);
        if (info.HasType)
        {
            json.WriteString("type", ProtoNames<ExecutorInfo.Types.Type>.Of(info.Type));
        }

        json.WriteString("slave_id", executor.Key.Agent.Value);
        json.WriteEndObject();
    }

    private static void WriteCommand(Utf8JsonWriter json, CommandInfo command)
    {
        json.WriteStartObject("command");
        if (command.HasShell)
        {
            json.WriteBoolean("shell", command.Shell);
        }

        LegacyValues.WriteIfAny(json, "value", command.Value);
        LegacyValues.Write(json, "argv", command.Arguments);
        LegacyValues.WriteIfAny(json, "environment", command.Environment);
        json.WriteStartArray("uris");
        foreach (var uri in command.Uris)
        {
            MesosJson.Write(json, uri);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
