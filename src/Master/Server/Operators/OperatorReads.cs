using Kernel.Master.Core.Frameworks;
using Kernel.Master.Server.Files;
using Kernel.Master.Server.Metrics;
using Kernel.Master.Server.Reads;
using Kernel.Protocol;
using Kernel.Runtime;
using Mesos.V1;
using Mesos.V1.Master;
using Microsoft.AspNetCore.Http;
using CallType = Mesos.V1.Master.Call.Types.Type;
using ResponseType = Mesos.V1.Master.Response.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// Answers the calls of the operator API that read (mesos.md 8.1). The large answers are written by <see cref="StateJson"/> and
/// <see cref="StateBytes"/>.
/// </summary>
internal sealed class OperatorReads(MasterReading reading)
{
    private static readonly Dictionary<CallType, ResponseType> OfState = new()
    {
        [CallType.GetState] = ResponseType.GetState,
        [CallType.GetTasks] = ResponseType.GetTasks,
        [CallType.GetExecutors] = ResponseType.GetExecutors,
        [CallType.GetFrameworks] = ResponseType.GetFrameworks,
        [CallType.GetAgents] = ResponseType.GetAgents,
    };

    /// <summary>The type of the answer, if it is one of the large ones.</summary>
    public static ResponseType? LargeAnswer(CallType call) => OfState.TryGetValue(call, out var type) ? type : null;

    /// <summary>Answers a call that reads.</summary>
    public async Task<(Response? Response, HttpRefusal? Refusal)> AnswerAsync(Call call, HttpContext context) => call.Type switch
    {
        CallType.GetMetrics => (await MetricsAsync(call.GetMetrics, context.RequestAborted).ConfigureAwait(false), null),
        CallType.ListFiles => List(call.ListFiles.Path),
        CallType.ReadFile => await ReadAsync(call.ReadFile, context.RequestAborted).ConfigureAwait(false),
        _ => (OfProcess(call) ?? OfView(call.Type, await reading.ViewAsync(context).ConfigureAwait(false)), null),
    };

    private Response? OfProcess(Call call) => call.Type switch
    {
        CallType.GetHealth => new() { Type = ResponseType.GetHealth, GetHealth = new() { Healthy = true } },
        CallType.GetFlags => Flags(),
        CallType.GetVersion => new() { Type = ResponseType.GetVersion, GetVersion = new() { VersionInfo = Version() } },
        CallType.GetLoggingLevel =>
            new() { Type = ResponseType.GetLoggingLevel, GetLoggingLevel = new() { Level = reading.Logging.Level } },
        _ => null,
    };

    private static Response OfView(CallType type, MasterView view) => type switch
    {
        CallType.GetOperations => Operations(view),
        CallType.GetRoles => RolesOf(view),
        CallType.GetWeights => Weights(view),
        CallType.GetMaster => Master(view),
        CallType.GetQuota => new() { Type = ResponseType.GetQuota, GetQuota = new() { Status = PolicyMessages.Quota(view) } },
        CallType.GetMaintenanceStatus => new()
        {
            Type = ResponseType.GetMaintenanceStatus, GetMaintenanceStatus = new() { Status = MaintenanceMessages.Status(view) },
        },
        CallType.GetMaintenanceSchedule => new()
        {
            Type = ResponseType.GetMaintenanceSchedule,
            GetMaintenanceSchedule = new() { Schedule = MaintenanceMessages.Schedule(view) },
        },
        _ => throw Model.Invariant.Unreachable($"{type} does not read"),
    };

    private static VersionInfo Version() => new()
    {
        Version = BuildInfo.Version, BuildDate = BuildInfo.BuiltText, BuildTime = BuildInfo.BuiltSeconds, BuildUser = BuildInfo.User,
    };

    private static Response Operations(MasterView view)
    {
        var operations = new Response.Types.GetOperations();
        operations.Operations.AddRange(view.Operations.Select(OperatorMessages.ToMessage));
        return new() { Type = ResponseType.GetOperations, GetOperations = operations };
    }

    private static Response RolesOf(MasterView view)
    {
        var roles = new Response.Types.GetRoles();
        roles.Roles.AddRange(RoleView.All(view).Select(static role => role.ToMessage()));
        return new() { Type = ResponseType.GetRoles, GetRoles = roles };
    }

    private static Response Weights(MasterView view)
    {
        var weights = new Response.Types.GetWeights();
        weights.WeightInfos.AddRange(PolicyMessages.Weights(view));
        return new() { Type = ResponseType.GetWeights, GetWeights = weights };
    }

    private static Response Master(MasterView view) => new()
    {
        Type = ResponseType.GetMaster,
        GetMaster = new()
        {
            MasterInfo = MasterInfos.Of(view.Identity),
            StartTime = view.Identity.Started.Seconds,
            ElectedTime = view.Elected.Seconds,
        },
    };

    private Response Flags()
    {
        var flags = new Response.Types.GetFlags();
        flags.Flags.AddRange(reading.Flags.Select(static flag => new Flag { Name = flag.Key, Value = flag.Value }));
        return new() { Type = ResponseType.GetFlags, GetFlags = flags };
    }

    private async Task<Response> MetricsAsync(Call.Types.GetMetrics call, CancellationToken stop)
    {
        TimeSpan? timeout = call.Timeout is { } span ? TimeSpan.FromTicks(Math.Max(0, span.Nanoseconds) / 100) : null;
        var metrics = new Response.Types.GetMetrics();
        metrics.Metrics.AddRange((await MasterMetrics.ReadAsync(reading, timeout, stop).ConfigureAwait(false))
            .Select(static metric => new Metric { Name = metric.Key, Value = metric.Value }));
        return new() { Type = ResponseType.GetMetrics, GetMetrics = metrics };
    }

    private (Response? Response, HttpRefusal? Refusal) List(string path) => reading.Files.Find(path) is null
        ? (null, new(404, ""))
        : (new() { Type = ResponseType.ListFiles, ListFiles = new() }, null);

    private async Task<(Response? Response, HttpRefusal? Refusal)> ReadAsync(Call.Types.ReadFile call, CancellationToken stop)
    {
        if (reading.Files.Find(call.Path) is not { } file)
        {
            return (null, new(404, ""));
        }

        var offset = (long)Math.Min(call.Offset, long.MaxValue);
        var length = call.HasLength ? (long?)Math.Min(call.Length, long.MaxValue) : null;
        var (size, data) = await SharedFiles.ReadAsync(file, offset, length, stop).ConfigureAwait(false);
        var read = new Response.Types.ReadFile { Size = (ulong)size, Data = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(data) };
        return (new() { Type = ResponseType.ReadFile, ReadFile = read }, null);
    }
}
