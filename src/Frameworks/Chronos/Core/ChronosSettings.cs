namespace Kernel.Chronos.Core;

/// <summary>
/// What an operator sets, as far as decisions depend on it. Names and defaults are those of Chronos's flags.
/// </summary>
public sealed record ChronosSettings
{
    /// <summary>What jobs have that do not say.</summary>
    public JobDefaults Defaults { get; init; } = new(0.1, 128, 256, "root");

    /// <summary>The name of the framework.</summary>
    public string FrameworkName { get; init; } = "chronos";

    /// <summary>The role whose resources Chronos is offered.</summary>
    public string Role { get; init; } = "*";

    /// <summary>How long a failed run waits for its next attempt.</summary>
    public TimeSpan FailureRetry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After how many final failures in a row a job is disabled; 0: never.</summary>
    public int DisableAfterFailures { get; init; }

    /// <summary>How often the master is asked about all runs.</summary>
    public TimeSpan ReconciliationInterval { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The first time after a subscription that the master is asked again.</summary>
    public TimeSpan ReconciliationDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long declined resources need not be offered again; null: as Mesos has it, 5 seconds.</summary>
    public TimeSpan? DeclineDuration { get; init; }

    /// <summary>The shortest time between two wishes for offers while runs wait.</summary>
    public TimeSpan MinReviveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an offer is kept that is not needed at once, so that the next due job need not ask for one.
    /// </summary>
    public TimeSpan OfferHold { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a kill is repeated until the run's end is told.</summary>
    public TimeSpan KillRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many of its latest runs are kept of every job.</summary>
    public int JobHistoryLimit { get; init; } = 5;
}
