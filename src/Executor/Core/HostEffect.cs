using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>What an executor host can do to the world.</summary>
public abstract record HostEffect;

/// <summary>Tells the agent something.</summary>
public sealed record SendToAgent(Wire.HostEvent Event) : HostEffect;

/// <summary>Starts a container; <see cref="ContainerStarted"/> or <see cref="ContainerStartFailed"/> follows.</summary>
public sealed record StartContainer(Wire.ContainerPlan Plan) : HostEffect;

/// <summary>Sends a signal to every process of a container.</summary>
public sealed record SignalContainer(string ContainerId, int Signal) : HostEffect;

/// <summary>Makes a check; <see cref="CheckEnded"/> follows.</summary>
/// <param name="Plan">The container of the task that is checked.</param>
/// <param name="Purpose">Which of its checks.</param>
/// <param name="Generation">Which run.</param>
/// <param name="Definition">What is to be done.</param>
public sealed record RunCheck(
    Wire.ContainerPlan Plan, CheckPurpose Purpose, int Generation, CheckDefinition Definition) : HostEffect;

/// <summary>Gives up the checks of a container that are being made; their outcomes do not matter.</summary>
public sealed record CancelChecks(string ContainerId) : HostEffect;

/// <summary>Ends the host.</summary>
public sealed record ExitHost(string Why) : HostEffect;

/// <summary>
/// Starts a container within another one; <see cref="ContainerStarted"/> or <see cref="ContainerStartFailed"/> follows.
/// </summary>
/// <param name="Plan">The container.</param>
/// <param name="Parent">The container that it shares everything with.</param>
public sealed record StartInside(Wire.ContainerPlan Plan, Wire.ContainerPlan Parent) : HostEffect;

/// <summary>Ends the input of a container.</summary>
public sealed record CloseContainerInput(string ContainerId) : HostEffect;

/// <summary>Measures what containers use, and tells the agent.</summary>
/// <param name="Request">Names the answer.</param>
/// <param name="Containers">For each executor's container those that are counted to it.</param>
public sealed record MeasureContainers(
    string Request, IReadOnlyList<(string Executor, IReadOnlyList<string> Containers)> Containers)
    : HostEffect;
