using Kernel.Containers.Cgroups;

namespace Kernel.Containers.Processes;

/// <summary>A container that runs.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Process">Its first process, the leader of its session.</param>
/// <param name="Group">Its control groups; null if it has none.</param>
internal sealed record RunningProcess(LaunchPlan Plan, int Process, ControlGroup? Group);
