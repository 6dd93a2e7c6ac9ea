using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>What Chronos's loop can do to the world.</summary>
public abstract record ChronosEffect
{
    /// <summary>Tells the master something.</summary>
    public sealed record CallMesos(Call Call) : ChronosEffect;

    /// <summary>Subscribes with the master.</summary>
    /// <param name="FrameworkId">The id to come back under; null: as a new framework.</param>
    public sealed record Subscribe(string? FrameworkId) : ChronosEffect;

    /// <summary>Ends this Chronos: another instance has taken over, or the master will not have it.</summary>
    public sealed record Leave(string Reason) : ChronosEffect;

    /// <summary>Tells the owners of a job what has become of it.</summary>
    public sealed record Notify(Notice Notice) : ChronosEffect;

    /// <summary>Answers somebody.</summary>
    public abstract record Answer : ChronosEffect
    {
        /// <summary>Gives the answer.</summary>
        public abstract void Give();
    }

    /// <summary>Answers somebody.</summary>
    public sealed record AnswerWith<T>(IReply<T> Reply, T Value) : Answer
    {
        /// <inheritdoc/>
        public override void Give() => Reply.Answer(Value);
    }
}
