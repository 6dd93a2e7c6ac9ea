using Kernel.Model;
using CallType = Mesos.V1.Master.Call.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// The calls of the operator API that are closed as a whole to who may not make them, and that the loop does not
/// decide (mesos.md 8.1).
/// </summary>
internal static class CallGuard
{
    /// <summary>Why somebody may not make a call; null if they may.</summary>
    public static string? Refuse(Acls acls, Principal? caller, CallType call) => call switch
    {
        CallType.GetFlags => acls.Refuse(caller, AclAction.ViewFlags),
        CallType.SetLoggingLevel => acls.Refuse(caller, AclAction.SetLogLevel),
        CallType.ListFiles or CallType.ReadFile => acls.Refuse(caller, AclAction.AccessMesosLog),
        _ => null,
    };
}
