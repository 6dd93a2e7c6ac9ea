using System.Collections.Immutable;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>A deployment that is under way.</summary>
/// <param name="Plan">What it does.</param>
/// <param name="CurrentStep">The step it is at, counted from 0.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record Deployment(DeploymentPlan Plan, int CurrentStep, Moment StartedAt)
{
    /// <summary>Its id.</summary>
    public string Id => Plan.Id;

    /// <summary>What is being done now.</summary>
    public IReadOnlyList<DeploymentAction> CurrentActions =>
        CurrentStep < Plan.Steps.Count ? Plan.Steps[CurrentStep].Actions : [];

    /// <summary>Actions that were found done and are not looked at again.</summary>
    public ImmutableHashSet<PathId> Done { get; init; } = [];
}
