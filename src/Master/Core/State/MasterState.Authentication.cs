using Kernel.Master.Core.Agents;
using Kernel.Master.Core.Authentication;

namespace Kernel.Master.Core;

/// <summary>Who has authenticated over the link, and who is about to.</summary>
public sealed partial class MasterState
{
    private readonly Dictionary<string, Dictionary<string, string>> principals = [];
    private readonly Dictionary<string, AuthenticationSession> sessions = [];
    private int sessionsNumbered;

    /// <summary>How many are about to authenticate.</summary>
    public int AuthenticationSessions => sessions.Count;

    /// <summary>Who the process at an address has authenticated as; null if it has not.</summary>
    public string? PrincipalAt(string pid) => principals.GetValueOrDefault(Pids.Address(pid))?.GetValueOrDefault(pid);

    /// <summary>Remembers who a process has authenticated as.</summary>
    public void Know(string pid, string principal)
    {
        if (!principals.TryGetValue(Pids.Address(pid), out var there))
        {
            principals[Pids.Address(pid)] = there = [];
        }

        there[pid] = principal;
    }

    /// <summary>Forgets who a process has authenticated as.</summary>
    public void ForgetPrincipal(string pid) => principals.GetValueOrDefault(Pids.Address(pid))?.Remove(pid);

    /// <summary>Forgets who the processes at an address have authenticated as.</summary>
    public void ForgetPrincipals(string address) => principals.Remove(address);

    /// <summary>The exchange with a client; null if there is none.</summary>
    public AuthenticationSession? SessionOf(string client) => sessions.GetValueOrDefault(client);

    /// <summary>Numbers a new exchange.</summary>
    public int NextSession() => ++sessionsNumbered;

    /// <summary>Begins or changes an exchange.</summary>
    public void Put(AuthenticationSession session) => sessions[session.Client] = session;

    /// <summary>Ends an exchange.</summary>
    public void Remove(AuthenticationSession session) => sessions.Remove(session.Client);
}
