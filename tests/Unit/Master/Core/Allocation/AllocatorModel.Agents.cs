using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <content>What happens to agents.</content>
internal sealed partial class AllocatorModel
{
    private void AddAgent()
    {
        var id = $"s{++count}";
        var traits = Scene.Traits(id, Draw(4) == 0 ? AgentCapabilities.None : Scene.AllAgentCapabilities, null, ("rack", $"{Draw(2)}"));
        var total = Scene.Bag(Pick(Totals));
        var used = new Dictionary<FrameworkId, Resources>();
        reference.Agents[id] = new(traits, total, true);
        if (Draw(4) == 0 && total.Scalar("cpus") > 0)
        {
            var (framework, role) = ($"f{Draw(4)}", Pick(RoleNames));
            used[Scene.F(framework)] = Scene.Bag("cpus:0.5").AllocatedTo(role);
            reference.Hold(framework, role, id, used[Scene.F(framework)], isRound: true);
        }

        allocator.AddAgent(Scene.A(id), traits, total, used);
        log.Add($"add {id} {total} {traits.Capabilities} used {string.Join(",", used)}");
    }

    private void RemoveAgent()
    {
        if (reference.Agents.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Agents.Keys]);
        reference.Agents.Remove(id);
        foreach (var use in reference.Used.Keys.Where(use => use.Agent == id).ToArray())
        {
            reference.Used.Remove(use);
        }

        reference.Filters.RemoveAll(filter => filter.Agent.Value == id);
        offers.RemoveAll(offer => offer.Agent.Value == id);
        allocator.RemoveAgent(Scene.A(id));
        log.Add($"remove {id}");
    }

    private void UpdateAgent()
    {
        if (reference.Agents.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Agents.Keys]);
        var agent = reference.Agents[id];
        var traits = Draw(2) == 0 ? agent.Traits : Scene.Traits(id, Scene.AllAgentCapabilities, null, ("rack", $"{Draw(2)}"));
        var total = Draw(2) == 0 ? agent.Total : agent.Total + Scene.Bag("cpus:1;mem:32");
        total = Draw(4) == 0 ? Scene.Bag(Pick(Totals)) : total;
        if (!traits.Equals(agent.Traits))
        {
            reference.Filters.RemoveAll(filter => filter.Agent.Value == id);
        }

        reference.Agents[id] = agent with { Traits = traits, Total = total };
        allocator.UpdateAgent(Scene.A(id), traits, total);
        log.Add($"update {id} {total} {traits.Attributes[0].Text}");
    }

    private void ToggleAgent()
    {
        if (reference.Agents.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Agents.Keys]);
        var agent = reference.Agents[id] = reference.Agents[id] with { IsActive = !reference.Agents[id].IsActive };
        log.Add($"{id} active {agent.IsActive}");
        if (agent.IsActive)
        {
            allocator.ActivateAgent(Scene.A(id));
        }
        else
        {
            allocator.DeactivateAgent(Scene.A(id));
        }
    }

    private void SetWhitelist()
    {
        reference.Whitelist = Draw(2) == 0 ? null : [.. reference.Agents.Keys.Where(_ => Draw(2) == 0)];
        allocator.SetWhitelist(reference.Whitelist);
        log.Add($"whitelist {(reference.Whitelist is { } hosts ? string.Join(",", hosts) : "gone")}");
    }
}
