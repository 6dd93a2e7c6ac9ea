using Kernel.Model;
using Microsoft.Extensions.Logging;

namespace Kernel.Runtime.Logs;

/// <summary>A machine that logs, at the level that shows most, what each input came to: its kinds only, nothing that is in it.</summary>
/// <typeparam name="TInput">What it can be told.</typeparam>
/// <typeparam name="TEffect">What it can do to the world.</typeparam>
/// <param name="machine">The machine.</param>
/// <param name="log">Where it logs.</param>
public sealed class TracedMachine<TInput, TEffect>(IMachine<TInput, TEffect> machine, ILogger log) : IMachine<TInput, TEffect>
{
    /// <inheritdoc/>
    public void Decide(TInput input, Step<TInput, TEffect> step)
    {
        machine.Decide(input, step);
        if (log.IsEnabled(LogLevel.Trace))
        {
            log.LogTrace(
                "{Input} came to {Effects} effects and {Writes} writes", input!.GetType().Name, step.Effects.Count, step.Writes.Count);
        }
    }
}
