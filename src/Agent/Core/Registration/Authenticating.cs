using Google.Protobuf;
using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// Proving to the leading master, by CRAM-MD5, who the agent is, before it registers (mesos.md, Appendix E.6; Mesos: Slave::authenticate,
/// src/authentication/cram_md5/authenticatee.cpp). As with registering, every master is asked and followers do not answer.
/// </summary>
public static class Authenticating
{
    /// <summary>Asks the masters, and again when none has come to an end in time.</summary>
    public static void Decide(AgentState state, AuthenticationDue due, AgentStep step)
    {
        var registration = state.Registration;
        if (state.Phase != AgentPhase.Disconnected
            || registration.KnownAt is not null
            || due != new AuthenticationDue(registration.Generation, registration.Authentications))
        {
            return;
        }

        foreach (var master in state.Masters)
        {
            step.Do(new SendToPeer(master, new AuthenticateMessage { Pid = state.Configuration.Pid }));
        }

        var again = due with { Authentications = due.Authentications + 1 };
        state.Know(registration with { Authentications = again.Authentications });
        step.After(Patience(state.Configuration, again.Authentications, step.Chance), again);
    }

    /// <summary>Chooses the one way that it knows.</summary>
    public static void Decide(AgentState state, MechanismsOffered offered, AgentStep step)
    {
        if (IsAwaited(state, offered.From) && offered.Mechanisms.Contains(CramMd5.Mechanism))
        {
            step.Do(new SendToPeer(offered.From, new AuthenticationStartMessage
            {
                Mechanism = CramMd5.Mechanism, Data = ByteString.Empty,
            }));
        }
    }

    /// <summary>Answers the challenge. Nobody but a master is answered: an answer is worth guessing a secret by.</summary>
    public static void Decide(AgentState state, ChallengeReceived received, AgentStep step)
    {
        if (IsAwaited(state, received.From))
        {
            var answer = CramMd5.Answer(state.Configuration.Credential!, received.Challenge.Span);
            step.Do(new SendToPeer(received.From, new AuthenticationStepMessage { Data = ByteString.CopyFromUtf8(answer) }));
        }
    }

    /// <summary>Registers with who knows it now.</summary>
    public static void Decide(AgentState state, AuthenticationCompleted completed, AgentStep step)
    {
        if (IsAwaited(state, completed.From))
        {
            state.Know(state.Registration with { KnownAt = Pids.Address(completed.From) });
            step.Note($"Authenticated with {completed.From}");
            Registering.Decide(state, new RegistrationDue(state.Registration.Generation), step);
        }
    }

    /// <summary>Leaves with its tasks running: people must see to it (Mesos: "refused authentication").</summary>
    public static void Decide(AgentState state, AuthenticationRefused refused, AgentStep step)
    {
        if (IsAwaited(state, refused.From))
        {
            step.Do(new ExitAgent(1, $"Master {refused.From} refused authentication", EndHost: false));
        }
    }

    /// <summary>Waits; the next try is on its way.</summary>
    public static void Decide(AuthenticationFailed failed, AgentStep step) =>
        step.Note($"Authentication with {failed.From} failed: {failed.Error}");

    /// <summary>
    /// Whether a master that knew the agent may have forgotten it, because its own connection broke: it has not answered for long.
    /// </summary>
    public static bool IsInDoubt(AgentState state) =>
        state.Registration.KnownAt is not null && state.Registration.Backoff >= RegistrationState.BackoffMax;

    private static bool IsAwaited(AgentState state, string from) =>
        state.Configuration.Credential is not null
        && state.Phase == AgentPhase.Disconnected
        && state.Registration is { KnownAt: null, Authentications: > 0 }
        && state.Masters.Any(master => Pids.Address(master) == Pids.Address(from));

    /// <summary>Between the least time and a bound that doubles its distance from it with each try.</summary>
    private static TimeSpan Patience(AgentConfiguration configuration, int tries, Chance chance)
    {
        var least = configuration.AuthenticationTimeoutMin;
        var room = configuration.AuthenticationBackoffFactor * Math.Pow(2, Math.Min(tries, 20));
        var most = least + room < configuration.AuthenticationTimeoutMax ? least + room : configuration.AuthenticationTimeoutMax;
        return least + chance.Next(most > least ? most - least : TimeSpan.Zero);
    }
}
