using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Mesos.V1;
using Operation = Mesos.V1.Offer.Types.Operation;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// Reads the bodies of the older operator endpoints (mesos.md 8.4): forms with JSON in their fields, or JSON alone.
/// </summary>
internal static class LegacyForms
{
    /// <summary>The longest body that is read.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>The form of <c>/reserve</c>, <c>/unreserve</c>, <c>/create-volumes</c> and <c>/destroy-volumes</c>.</summary>
    public static OperatorCall ReadOperation(byte[] body, OperationType type)
    {
        var form = ReadForm(body);
        var agent = Field(form, "slaveId");
        var field = type is OperationType.Reserve or OperationType.Unreserve ? "resources" : "volumes";
        var resources = ReadArray<Resource>(Encoding.UTF8.GetBytes(Field(form, field)), $"'{field}'");
        Operation operation = type switch
        {
            OperationType.Reserve => new() { Reserve = new() { Resources = { resources }, Source = { Source(form) } } },
            OperationType.Unreserve => new() { Unreserve = new() { Resources = { resources } } },
            OperationType.Create => new() { Create = new() { Volumes = { resources } } },
            _ => new() { Destroy = new() { Volumes = { resources } } },
        };
        operation.Type = type;
        return OperatorCallLifting.Apply(agent, operation);
    }

    /// <summary>The form of <c>/teardown</c>.</summary>
    public static OperatorCall ReadTeardown(byte[] body) =>
        new OperatorCall.Teardown(new(Field(ReadForm(body), "frameworkId")));

    /// <summary>The JSON of <c>/quota</c>.</summary>
    public static OperatorCall ReadQuota(byte[] body) =>
        OperatorCallLifting.SetQuota(Read<Mesos.V1.Quota.QuotaRequest>(body, "set quota request JSON"));

    /// <summary>The JSON of <c>/weights</c>.</summary>
    public static OperatorCall ReadWeights(byte[] body) => new OperatorCall.UpdateWeights(
        [.. ReadArray<WeightInfo>(body, "update weights request JSON").Select(static info => KeyValuePair.Create(info.Role, info.Weight))]);

    /// <summary>The JSON of <c>/maintenance/schedule</c>.</summary>
    public static OperatorCall ReadSchedule(byte[] body) =>
        new OperatorCall.UpdateMaintenanceSchedule(Read<Mesos.V1.Maintenance.Schedule>(body, "maintenance schedule JSON"));

    /// <summary>The JSON of <c>/machine/down</c>.</summary>
    public static OperatorCall ReadMachinesDown(byte[] body) =>
        new OperatorCall.StartMaintenance([.. ReadArray<MachineID>(body, "machine list JSON")]);

    /// <summary>The JSON of <c>/machine/up</c>.</summary>
    public static OperatorCall ReadMachinesUp(byte[] body) =>
        new OperatorCall.StopMaintenance([.. ReadArray<MachineID>(body, "machine list JSON")]);

    private static IReadOnlyList<Resource> Source(Dictionary<string, string> form) =>
        form.TryGetValue("source", out var source) ? ReadArray<Resource>(Encoding.UTF8.GetBytes(source), "'source'") : [];

    private static Dictionary<string, string> ReadForm(byte[] body)
    {
        var reader = new FormReader(Encoding.UTF8.GetString(body));
        try
        {
            return reader.ReadForm().ToDictionary(static field => field.Key, static field => field.Value.ToString());
        }
        catch (InvalidDataException malformed)
        {
            throw new LegacyFormException($"Unable to decode query string: {malformed.Message}");
        }
    }

    private static string Field(Dictionary<string, string> form, string name) => form.TryGetValue(name, out var value)
        ? value
        : throw new LegacyFormException($"Missing '{name}' query parameter in the request body");

    private static T Read<T>(byte[] json, string what)
        where T : IMessage<T>, new()
    {
        try
        {
            return MesosJson.Parse<T>(json);
        }
        catch (MesosJsonException malformed)
        {
            throw new LegacyFormException($"Failed to parse {what} '{Shown(json)}': {malformed.Message}");
        }
    }

    private static List<T> ReadArray<T>(byte[] json, string what)
        where T : IMessage<T>, new()
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new LegacyFormException($"Failed to parse {what} '{Shown(json)}': expecting a JSON array");
            }

            return [.. document.RootElement.EnumerateArray().Select(item => Read<T>(Encoding.UTF8.GetBytes(item.GetRawText()), what))];
        }
        catch (JsonException)
        {
            throw new LegacyFormException($"Failed to parse {what} '{Shown(json)}': syntax error");
        }
    }

    /// <summary>The beginning of a body, to be shown in an error.</summary>
    private static string Shown(byte[] body) => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)));
}
