using Kernel.Master.Core;
using Kernel.Master.Core.Allocation;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime;

namespace Kernel.Master.Server.Explaining;

/// <summary>
/// Asks the allocator why things are as they are. It judges each agent as a run would, so it is asked about so many at a time that the loop is not
/// held, and by one caller at a time.
/// </summary>
internal sealed class AllocationExplaining(MasterState state, ChannelPump<MasterInput, MasterEffect> pump)
{
    private const int AgentsAtOnce = 1000;
    private const int RolesMax = 20;
    private const int HoldersMax = 20;

    private readonly Allocator allocator = state.Allocator;
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Answers a question.</summary>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<(Explanation? Answer, HttpRefusal? Refusal)> AnswerAsync(Question question, CancellationToken stop)
    {
        await turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            var (answer, refusal) = await pump.ReadAsync(() => Begin(question), stop).ConfigureAwait(false);
            return answer is null || question.Agent is not null
                ? (answer, refusal)
                : (answer with { Roles = await CountAsync(question, answer.Roles, stop).ConfigureAwait(false) }, null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>All but the reasons on all agents, which take longer.</summary>
    private (Explanation?, HttpRefusal?) Begin(Question question)
    {
        if (!Sees(question.Viewer, question.Framework))
        {
            return (null, new(404, $"Framework '{question.Framework}' is not known"));
        }

        if (question.Agent is { } agent && !allocator.HasAgent(agent))
        {
            return (null, new(404, $"Agent '{agent}' is not registered"));
        }

        var standings = allocator.Standings(question.Framework)
            .Where(standing => (question.Role is null || standing.Role == question.Role) && question.Viewer.Roles.Sees(standing.Role))
            .ToList();
        return standings.Count == 0 && question.Role is not null
            ? (null, new(404, $"Framework '{question.Framework}' does not subscribe to role '{question.Role}'"))
            : (Answer(question, standings), null);
    }

    private Explanation Answer(Question question, List<RoleStanding> standings) => new(
        question,
        allocator.PassedOverCounts(question.Framework),
        allocator.Headroom,
        [.. standings.Take(RolesMax).Select(standing => new RoleExplanation(standing, OnAgent(question, standing.Role)))],
        Math.Max(0, standings.Count - RolesMax),
        question.Agent is { } agent ? Holders(agent, question.Viewer) : []);

    private (FrameworkId, string, Resources)[] Holders(AgentId agent, Viewer viewer) =>
    [
        .. allocator.Holders(agent)
            .Where(holder => Sees(viewer, holder.Framework) && viewer.Roles.Sees(holder.Role))
            .Take(HoldersMax),
    ];

    private bool Sees(Viewer viewer, FrameworkId framework) =>
        state.Frameworks.TryGetValue(framework, out var known) && viewer.Sees(known);

    private ReasonCount[] OnAgent(Question question, string role)
    {
        if (question.Agent is not { } agent)
        {
            return [];
        }

        var verdict = allocator.Explain(question.Framework, role, agent);
        return [new(verdict.Reason, 1, verdict)];
    }

    private async Task<RoleExplanation[]> CountAsync(Question question, IReadOnlyList<RoleExplanation> roles, CancellationToken stop)
    {
        List<RoleExplanation> counted = [];
        foreach (var role in roles)
        {
            counted.Add(role with { Reasons = await CountAsync(question, role.Standing.Role, stop).ConfigureAwait(false) });
        }

        return [.. counted];
    }

    private async Task<ReasonCount[]> CountAsync(Question question, string role, CancellationToken stop)
    {
        var counts = new SortedDictionary<PassedOver, ReasonCount>();
        for (int? from = 0; from is { } start;)
        {
            var part = await pump.ReadAsync(() => allocator.Explain(question.Framework, role, start, AgentsAtOnce), stop)
                .ConfigureAwait(false);
            foreach (var reason in part.Reasons)
            {
                counts[reason.Reason] = counts.TryGetValue(reason.Reason, out var known)
                    ? known with { Agents = known.Agents + reason.Agents }
                    : reason;
            }

            from = part.Next;
        }

        return [.. counts.Values];
    }
}
