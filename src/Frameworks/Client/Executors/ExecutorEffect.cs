using Mesos.V1.Executor;

namespace Kernel.Frameworks.Client;

/// <summary>What an executor's subscription does to the world.</summary>
public abstract record ExecutorEffect
{
    private ExecutorEffect()
    {
    }

    /// <summary>Opens an event stream.</summary>
    /// <param name="Attempt">The number under which its fate is told.</param>
    /// <param name="Call">The SUBSCRIBE call. Frozen.</param>
    public sealed record Open(int Attempt, Call Call) : ExecutorEffect;

    /// <summary>Closes the connections of an attempt.</summary>
    public sealed record Close(int Attempt) : ExecutorEffect;

    /// <summary>Makes a call, after those before it.</summary>
    public sealed record Send(int Attempt, Call Call) : ExecutorEffect;

    /// <summary>Tells the executor an event; heartbeats are kept from it.</summary>
    public sealed record Tell(Event Event) : ExecutorEffect;

    /// <summary>Tells the executor that its agent is out of reach; it is tried again.</summary>
    public sealed record TellDisconnected(string Reason) : ExecutorEffect;

    /// <summary>Tells the executor to end its tasks and itself.</summary>
    public sealed record TellShutdown(string Reason) : ExecutorEffect;

    /// <summary>Ends the run, once what was sent before is out.</summary>
    public sealed record End : ExecutorEffect;
}
