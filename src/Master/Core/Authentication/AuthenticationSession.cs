namespace Kernel.Master.Core.Authentication;

/// <summary>An exchange in which a process proves who it is.</summary>
/// <param name="Client">The process that speaks for it, whose id is its own in Mesos.</param>
/// <param name="Pid">The process that it proves itself for.</param>
/// <param name="Number">Which exchange it is, so that the deadline of an old one is known.</param>
/// <param name="Challenge">What it must answer; null before it has chosen a mechanism.</param>
public sealed record AuthenticationSession(string Client, string Pid, int Number, string? Challenge);
