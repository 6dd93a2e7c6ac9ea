using Mesos.V1.Scheduler;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>A call that a scripted framework has made.</summary>
public sealed class ScriptedCall(Call what)
{
    /// <summary>The call.</summary>
    public Call What => what;

    /// <summary>The HTTP status it was answered with; null until it is.</summary>
    public int? Status { get; private set; }

    /// <summary>The body of the answer.</summary>
    public string Body { get; private set; } = "";

    internal void Answer(int status, string body) => (Status, Body) = (status, body);
}
