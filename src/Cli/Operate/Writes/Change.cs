using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary>What a command asks the master to change.</summary>
/// <param name="Call">The call of the operator API.</param>
/// <param name="Done">What has happened once the master has taken it, as a sentence.</param>
/// <param name="Wait">Waits for more than that, if the operator asked for it.</param>
internal sealed record Change(Call Call, string Done, Func<Api, CancellationToken, Task>? Wait = null);
