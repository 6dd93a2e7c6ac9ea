using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Core.Frameworks;
using Kernel.Master.Core.Offers;
using Kernel.Master.Server.Operators;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1;

namespace Kernel.Master.Server.Legacy;

/// <summary>What is durable, in the shape of Mesos's registry: <c>/registrar(1)/registry</c> (Mesos: src/master/registry.proto).</summary>
/// <param name="View">The state.</param>
/// <param name="Unreachable">The agents that could not be reached.</param>
/// <param name="Gone">The agents that are gone, and since when.</param>
internal sealed record RegistryDump(
    MasterView View, KeyValuePair<AgentId, UnreachableAgent>[] Unreachable, KeyValuePair<AgentId, Moment>[] Gone)
{
    /// <summary>Its path.</summary>
    public const string Path = "/registrar(1)/registry";

    /// <summary>Takes it.</summary>
    public static async Task<RegistryDump> ReadAsync(MasterReading reading, CancellationToken stop)
    {
        var view = await reading.Views.ViewAsync(stop).ConfigureAwait(false);
        return await reading.LookAsync(
            (state, _) => new RegistryDump(view, [.. state.Unreachable], [.. state.Gone]), stop).ConfigureAwait(false);
    }

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteList(json, "gone", "slaves", Gone, static (json, gone) => WriteAbsent(json, gone.Key, gone.Value, null, false));
        WriteList(json, "machines", "machines", View.Machines, static (json, one) => WriteMachine(json, one.Machine, one.Scheduled));
        json.WriteStartObject("master");
        Write(json, "info", MasterInfos.Of(View.Identity));
        json.WriteEndObject();
        WriteCapabilities(json);
        WriteArray(json, "quota_configs", View.Quotas, static (json, config) => MesosJson.Write(json, config));
        WriteArray(json, "schedules", [MaintenanceMessages.Schedule(View)], static (json, schedule) => MesosJson.Write(json, schedule));
        WriteList(
            json, "slaves", "slaves",
            View.Agents.Select(static one => (one.Info, one.Drain, one.IsDeactivated))
                .Concat(View.Recovered.Select(static one => (one.Info, one.Drain, one.IsDeactivated))),
            static (json, one) => WriteAgent(json, one.Info, one.Drain, one.IsDeactivated));
        WriteList(json, "unreachable", "slaves", Unreachable, static (json, one) =>
            WriteAbsent(json, one.Key, one.Value.Since, one.Value.Drain, one.Value.IsDeactivated));
        WriteArray(json, "weights", PolicyMessages.Weights(View), static (json, weight) =>
        {
            json.WriteStartObject();
            Write(json, "info", weight);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    /// <summary>What a master must know to lead with this registry.</summary>
    private void WriteCapabilities(Utf8JsonWriter json)
    {
        var isDraining = View.Agents.Any(static one => one.IsDeactivated || one.Drain is not null)
            || View.Recovered.Any(static one => one.IsDeactivated || one.Drain is not null);
        string[] needed = [.. isDraining ? (string[])["AGENT_DRAINING"] : [], .. View.Quotas.Length > 0 ? (string[])["QUOTA_V2"] : []];
        WriteArray(json, "minimum_capabilities", needed, static (json, capability) =>
        {
            json.WriteStartObject();
            json.WriteString("capability", capability);
            json.WriteEndObject();
        });
    }

    private static void WriteAgent(Utf8JsonWriter json, AgentInfo info, DrainInfo? drain, bool isDeactivated)
    {
        json.WriteStartObject();
        Write(json, "info", info);
        WriteDrain(json, drain, isDeactivated);
        json.WriteEndObject();
    }

    private static void WriteAbsent(Utf8JsonWriter json, AgentId id, Moment since, DrainInfo? drain, bool isDeactivated)
    {
        json.WriteStartObject();
        Write(json, "id", new AgentID { Value = id.Value });
        Write(json, "timestamp", new TimeInfo { Nanoseconds = since.Nanoseconds });
        WriteDrain(json, drain, isDeactivated);
        json.WriteEndObject();
    }

    private static void WriteDrain(Utf8JsonWriter json, DrainInfo? drain, bool isDeactivated)
    {
        if (drain is not null)
        {
            Write(json, "drain_info", drain);
        }

        if (isDeactivated)
        {
            json.WriteBoolean("deactivated", true);
        }
    }

    private static void WriteMachine(Utf8JsonWriter json, Machine machine, ScheduledMachine scheduled)
    {
        json.WriteStartObject();
        Write(json, "info", new MachineInfo
        {
            Id = MaintenanceMessages.ToMessage(machine),
            Mode = scheduled.IsDown ? MachineInfo.Types.Mode.Down : MachineInfo.Types.Mode.Draining,
            Unavailability = Unavailabilities.ToMessage(scheduled.Unavailability),
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Google.Protobuf.IMessage message)
    {
        json.WritePropertyName(name);
        MesosJson.Write(json, message);
    }

    private static void WriteList<T>(
        Utf8JsonWriter json, string name, string list, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject(name);
        WriteArray(json, list, items, write);
        json.WriteEndObject();
    }

    /// <summary>A list that is empty is left out, as protobuf's JSON leaves it out.</summary>
    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        var all = items.ToList();
        if (all.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        all.ForEach(item => write(json, item));
        json.WriteEndArray();
    }
}
