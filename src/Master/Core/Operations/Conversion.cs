using Kernel.Model;

namespace Kernel.Master.Core.Operations;

/// <summary>What an operation does to resources (Mesos: ResourceConversion).</summary>
/// <param name="Before">What it consumes.</param>
/// <param name="After">What it makes of that.</param>
public readonly record struct Conversion(Resources Before, Resources After)
{
    /// <summary>Changes nothing.</summary>
    public static readonly Conversion None = new(Resources.Empty, Resources.Empty);

    /// <summary>The same, whoever has the resources.</summary>
    public Conversion Unallocated => new(Before.Unallocated, After.Unallocated);

    /// <summary>Whether the resources that it consumes are among the given.</summary>
    public bool FitsInto(Resources resources) => resources.Contains(Before);

    /// <summary>The given resources after the operation.</summary>
    public Resources Apply(Resources resources) => resources - Before + After;
}
