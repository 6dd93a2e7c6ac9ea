namespace Kernel.Master.Server;

/// <summary>The master has decided to end rather than do harm; the message says why.</summary>
public sealed class MasterAbortedException(string why) : Exception(why);
