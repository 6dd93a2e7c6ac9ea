using Google.Protobuf;
using Kernel.Master.Core.Agents;
using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Master.Core.Authentication;

/// <summary>
/// A process proves over the link who it is, by CRAM-MD5 (mesos.md, Appendix E.6; Mesos: Master::authenticate,
/// src/authentication/cram_md5/authenticator.cpp). What it says is answered to who says it: the client's process, not the one that it
/// proves itself for.
/// </summary>
public static class AuthenticatePeer
{
    /// <summary>How many exchanges may be open; whoever comes then tries again later.</summary>
    private const int SessionsMax = 100_000;

    /// <summary>A process wants to prove who it is.</summary>
    public static void Decide(MasterState state, MasterInput.PeerAuthenticating input, MasterStep step)
    {
        if (Pids.Address(input.Client) != Pids.Address(input.Pid))
        {
            step.Note($"Ignored that {input.Client} authenticates for {input.Pid}, which is elsewhere");
            return;
        }

        state.ForgetPrincipal(input.Pid);
        if (state.Settings.LinkSecrets is null)
        {
            Fail(input.Client, "No authenticator loaded", step);
            return;
        }

        if (state.SessionOf(input.Client) is null && state.AuthenticationSessions >= SessionsMax)
        {
            step.Note($"Ignored that {input.Client} authenticates: {SessionsMax} others do");
            return;
        }

        var session = new AuthenticationSession(input.Client, input.Pid, state.NextSession(), null);
        state.Put(session);
        Send(session.Client, new AuthenticationMechanismsMessage { Mechanisms = { CramMd5.Mechanism } }, step);
        step.After(state.Settings.LinkAuthenticationTimeout, new MasterInput.PeerAuthenticationTimedOut(session.Client, session.Number));
    }

    /// <summary>It has chosen how to.</summary>
    public static void Decide(MasterState state, MasterInput.MechanismChosen input, MasterStep step)
    {
        if (state.SessionOf(input.Client) is not { } session)
        {
            return;
        }

        if (session.Challenge is not null || input.Mechanism != CramMd5.Mechanism)
        {
            state.Remove(session);
            Fail(session.Client, $"Unexpected authentication 'start' received, with mechanism '{input.Mechanism}'", step);
            return;
        }

        var challenge = CramMd5.Challenge(step.Chance, step.Now, state.Identity.Hostname);
        state.Put(session with { Challenge = challenge });
        Send(session.Client, new AuthenticationStepMessage { Data = ByteString.CopyFromUtf8(challenge) }, step);
    }

    /// <summary>It has answered the challenge.</summary>
    public static void Decide(MasterState state, MasterInput.ChallengeAnswered input, MasterStep step)
    {
        if (state.SessionOf(input.Client) is not { } session)
        {
            return;
        }

        state.Remove(session);
        if (session.Challenge is not { } challenge)
        {
            Fail(session.Client, "Unexpected authentication 'step' received", step);
        }
        else if (CramMd5.Judge(input.Answer.Span, challenge, state.Settings.LinkSecrets!) is { } principal)
        {
            state.Know(session.Pid, principal);
            Send(session.Client, new AuthenticationCompletedMessage(), step);
            step.Note($"{session.Pid} has authenticated as '{principal}'");
        }
        else
        {
            Send(session.Client, new AuthenticationFailedMessage(), step);
            step.Note($"Refused {session.Pid}: its credentials are wrong");
        }
    }

    /// <summary>It has taken too long.</summary>
    public static void Decide(MasterState state, MasterInput.PeerAuthenticationTimedOut input, MasterStep step)
    {
        if (state.SessionOf(input.Client) is { } session && session.Number == input.Number)
        {
            state.Remove(session);
            step.Note($"{session.Pid} took too long to authenticate");
        }
    }

    private static void Fail(string client, string error, MasterStep step) =>
        Send(client, new AuthenticationErrorMessage { Error = error }, step);

    private static void Send(string client, IMessage message, MasterStep step) => step.Do(new MasterEffect.SendToAgent(client, message));
}
