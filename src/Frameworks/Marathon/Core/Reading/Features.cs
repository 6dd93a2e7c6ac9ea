namespace Kernel.Marathon.Core;

/// <summary>Optional features.</summary>
internal static class Features
{
    /// <summary>What is said where a feature is needed that is off; the stray parenthesis is the original's.</summary>
    internal static string Off(string feature) =>
        $"Feature {feature} is not enabled. Enable with --enable_features {feature})";
}
