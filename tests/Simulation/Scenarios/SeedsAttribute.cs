using System.Globalization;
using System.Reflection;
using Xunit.Sdk;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Runs a scenario under several seeds; <c>KERNEL_SCENARIO_SEEDS=N</c> under so many.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeedsAttribute : DataAttribute
{
    private const int Usual = 4;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        var count = Environment.GetEnvironmentVariable("KERNEL_SCENARIO_SEEDS") is { Length: > 0 } many
            ? int.Parse(many, CultureInfo.InvariantCulture)
            : Usual;
        return Enumerable.Range(1, count).Select(static seed => new object[] { (ulong)seed });
    }
}
