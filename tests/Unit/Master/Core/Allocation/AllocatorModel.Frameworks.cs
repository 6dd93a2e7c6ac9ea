using System.Collections.Immutable;
using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <content>What happens to frameworks.</content>
internal sealed partial class AllocatorModel
{
    private void AddFramework()
    {
        var id = $"f{Draw(6)}";
        if (reference.Frameworks.ContainsKey(id))
        {
            return;
        }

        var traits = Traits();
        reference.Frameworks[id] = new(traits, true);
        allocator.AddFramework(Scene.F(id), traits, active: true);
        log.Add($"add {id} {Say(traits)}");
    }

    private FrameworkTraits Traits()
    {
        var roles = Enumerable.Range(0, 1 + Draw(3)).Select(_ => Pick(RoleNames)).ToImmutableSortedSet();
        var capabilities = (FrameworkCapabilities)Draw(64) | (roles.Count > 1 ? FrameworkCapabilities.MultiRole : 0);
        var rack = new ConstraintGroup([new(ConstraintSubject.Attribute, "rack", ConstraintTest.TextEquals, "1", null)]);
        var minimum = ImmutableDictionary<string, ImmutableArray<Quantities>>.Empty;
        return new()
        {
            Roles = roles,
            Capabilities = capabilities,
            SuppressedRoles = Draw(4) == 0 ? [roles[0]] : [],
            Constraints = Draw(4) == 0 ? new(ImmutableSortedDictionary<string, ImmutableArray<ConstraintGroup>>.Empty.Add(roles[0], [rack])) : OfferConstraints.None,
            MinAllocatable = Draw(4) == 0 ? minimum.Add(roles[0], Draw(2) == 0 ? [] : [Quantities.Of(("cpus", 2000L))]) : minimum,
        };
    }

    private void RemoveFramework()
    {
        if (reference.Frameworks.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Frameworks.Keys]);
        reference.Frameworks.Remove(id);
        reference.Filters.RemoveAll(filter => filter.Framework.Value == id);
        allocator.RemoveFramework(Scene.F(id));
        log.Add($"remove {id}");
    }

    private void SuppressOrRevive()
    {
        if (reference.Frameworks.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Frameworks.Keys]);
        var framework = reference.Frameworks[id];
        var role = Pick([.. framework.Traits.Roles]);
        var revives = Draw(2) == 0;
        log.Add($"{id} revives {revives} {role}");
        var suppressed = revives ? framework.Traits.SuppressedRoles.Remove(role) : framework.Traits.SuppressedRoles.Add(role);
        reference.Frameworks[id] = framework with { Traits = framework.Traits with { SuppressedRoles = suppressed } };
        if (revives)
        {
            allocator.Revive(Scene.F(id), [role]);
            reference.Filters.RemoveAll(filter => filter.Framework.Value == id && filter.Role == role);
        }
        else
        {
            allocator.Suppress(Scene.F(id), [role]);
        }
    }

    private void UpdateFramework()
    {
        if (reference.Frameworks.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Frameworks.Keys]);
        var traits = Traits();
        reference.Frameworks[id] = reference.Frameworks[id] with { Traits = traits };
        reference.Filters.RemoveAll(filter => filter.Framework.Value == id && !traits.Roles.Contains(filter.Role));
        allocator.UpdateFramework(Scene.F(id), traits);
        log.Add($"update {id} {Say(traits)}");
    }

    private void ToggleFramework()
    {
        if (reference.Frameworks.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Frameworks.Keys]);
        var framework = reference.Frameworks[id] with { IsActive = !reference.Frameworks[id].IsActive };
        reference.Frameworks[id] = framework;
        log.Add($"{id} active {framework.IsActive}");
        if (framework.IsActive)
        {
            allocator.ActivateFramework(Scene.F(id));
        }
        else
        {
            allocator.DeactivateFramework(Scene.F(id));
            reference.Filters.RemoveAll(filter => filter.Framework.Value == id);
        }
    }

    private static string Say(FrameworkTraits traits) =>
        $"{string.Join(",", traits.Roles)} suppressed {string.Join(",", traits.SuppressedRoles)} {traits.Capabilities} "
        + $"constrained {string.Join(",", traits.Constraints.Roles.Keys)} minimum {string.Join(",", traits.MinAllocatable.Keys)}";
}
