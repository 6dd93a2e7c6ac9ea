using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core;

/// <summary>An agent of the registry that has not come back yet since this master leads.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Info">What it said of itself. Frozen.</param>
/// <param name="Pid">Its last libprocess address.</param>
/// <param name="IsDeactivated">Whether an operator has deactivated it.</param>
/// <param name="Drain">Its drain, if it has one. Frozen.</param>
/// <param name="DrainStarted">When its drain began.</param>
public sealed record RecoveredAgent(
    AgentId Id, AgentInfo Info, string Pid, bool IsDeactivated, DrainInfo? Drain, Moment? DrainStarted);

/// <summary>An agent that could not be reached.</summary>
/// <param name="Since">When it was marked.</param>
/// <param name="IsDeactivated">Whether an operator has deactivated it.</param>
/// <param name="Drain">Its drain, if it has one. Frozen.</param>
/// <param name="DrainStarted">When its drain began.</param>
public sealed record UnreachableAgent(Moment Since, bool IsDeactivated, DrainInfo? Drain, Moment? DrainStarted);
