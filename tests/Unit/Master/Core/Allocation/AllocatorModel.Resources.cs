using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <content>What happens to resources.</content>
internal sealed partial class AllocatorModel
{
    /// <summary>An offer, or a part of what is used, goes back.</summary>
    private void Return()
    {
        if (reference.Used.Count == 0)
        {
            return;
        }

        var key = Pick([.. reference.Used.Keys.Order()]);
        var used = reference.Used[key];
        var part = Draw(3) == 0 ? Resources.Of(Pick([.. used])) : used;
        var refusal = Pick(Refusals) is { } seconds ? Refusal.FromSeconds(seconds) : (Refusal?)null;
        log.Add($"{key} returns {part} and refuses {refusal?.Span}");
        reference.Release(key.Framework, key.Role, key.Agent, part);
        allocator.Recover(Scene.F(key.Framework), Scene.A(key.Agent), part, now, refusal);
        if (refusal is { } refused)
        {
            Filter(key.Framework, key.Role, key.Agent, part.Unallocated, refused);
        }
    }

    /// <summary>A framework refuses what is free, though it has not been offered it.</summary>
    private void Refuse()
    {
        if (reference.Frameworks.Count == 0 || reference.Agents.Count == 0)
        {
            return;
        }

        var (framework, agent) = (Pick([.. reference.Frameworks.Keys]), Pick([.. reference.Agents.Keys]));
        var role = Pick([.. reference.Frameworks[framework].Traits.Roles]);
        var refusal = Refusal.FromSeconds(Draw(5));
        log.Add($"{framework} refuses {agent} for {role} {refusal.Span}");
        allocator.Refuse(Scene.F(framework), role, [Scene.A(agent)], now, refusal);
        Filter(framework, role, agent, reference.Free(agent).AllocatableTo(role), refusal);
    }

    private void Filter(string framework, string role, string agent, Resources refused, Refusal refusal)
    {
        if (refusal.Span > TimeSpan.Zero
            && reference.Frameworks.GetValueOrDefault(framework) is { IsActive: true } known
            && known.Traits.Roles.Contains(role))
        {
            var expiry = now + TimeSpan.FromSeconds(Math.Max(1, refusal.Span.TotalSeconds));
            reference.Filters.Add(new(Scene.F(framework), role, Scene.A(agent), refused, expiry));
        }
    }

    /// <summary>A framework or an operator reserves something.</summary>
    private void Reserve()
    {
        if (reference.Agents.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Agents.Keys]);
        var (before, after) = (Scene.Bag("cpus:1"), Scene.Bag("cpus(a):1"));
        var (from, to) = Draw(2) == 0 ? (before, after) : (after, before);
        var agent = reference.Agents[id];
        var user = reference.Used.Where(use => use.Key.Agent == id && use.Key.Role == "a" && use.Value.Unallocated.Contains(from))
            .OrderBy(static use => use.Key).FirstOrDefault();
        if (user.Value is not null && agent.Total.Contains(from))
        {
            reference.Release(user.Key.Framework, "a", id, from.AllocatedTo("a"));
            reference.Hold(user.Key.Framework, "a", id, to.AllocatedTo("a"), isRound: false);
            allocator.UpdateAllocation(Scene.F(user.Key.Framework), Scene.A(id), from.AllocatedTo("a"), to.AllocatedTo("a"));
        }
        else
        {
            var isFree = reference.Free(id).Contains(from);
            Assert.Equal(isFree, allocator.UpdateAvailable(Scene.A(id), from, to));
            if (!isFree)
            {
                return;
            }
        }

        reference.Agents[id] = agent with { Total = agent.Total - from + to };
        log.Add($"{id} {user.Key} turns {from} into {to}");
    }
}
