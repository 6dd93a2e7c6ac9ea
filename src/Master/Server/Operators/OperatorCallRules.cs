using Kernel.Protocol;
using Call = Mesos.V1.Master.Call;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>What makes a call of the operator API valid (mesos.md 1.9).</summary>
internal static class OperatorCallRules
{
    /// <summary>Why a call is not valid; null if it is.</summary>
    public static HttpRefusal? Refuse(Call call)
    {
        if (!call.HasType || !Enum.IsDefined(call.Type))
        {
            return Missing("type");
        }

        return call switch
        {
            { Type: CallType.Unknown } => new(501, "501 Not Implemented."),
            { Type: CallType.GetMetrics, GetMetrics: null } => Missing("get_metrics"),
            { Type: CallType.SetLoggingLevel, SetLoggingLevel: null } => Missing("set_logging_level"),
            { Type: CallType.ListFiles, ListFiles: null } => Missing("list_files"),
            { Type: CallType.ReadFile, ReadFile: null } => Missing("read_file"),
            _ when OperatorCallLifting.IsWrite(call.Type) => OperatorCallLifting.Refuse(call),
            _ => null,
        };
    }

    private static HttpRefusal Missing(string field) => new(400, $"Failed to validate master::Call: Expecting '{field}' to be present");
}
