namespace LoadTests;

/// <summary>One thing that is measured.</summary>
internal interface ILoadTest
{
    /// <summary>The name it is run by.</summary>
    string Name { get; }

    /// <summary>What it measures, and its options, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures, and reports a line for each thing measured.</summary>
    Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel);
}
