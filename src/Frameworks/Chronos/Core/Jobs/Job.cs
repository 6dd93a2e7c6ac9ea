using System.Collections.Immutable;

namespace Kernel.Chronos.Core;

/// <summary>
/// A job: what it runs, when, and how it has fared. Names, meanings and defaults are those of chronos.md 3.
/// </summary>
public sealed record Job
{
    /// <summary>Its identity.</summary>
    public required string Name { get; init; }

    /// <summary>What is run: shell text, or a program if <see cref="Shell"/> is false.</summary>
    public string Command { get; init; } = "";

    /// <summary>Whether the command is given to a shell.</summary>
    public bool Shell { get; init; } = true;

    /// <summary>Arguments that follow the command.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>When it runs; null if it depends on <see cref="Parents"/>.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The jobs whose success makes it run.</summary>
    public ImmutableArray<string> Parents { get; init; } = [];

    /// <summary>How often each parent has succeeded since this job last started.</summary>
    public ImmutableSortedDictionary<string, long> ParentRuns { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>How many attempts may follow a failed first one.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Who is told, as addresses with commas between them.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The owner's name, for people.</summary>
    public string OwnerName { get; init; } = "";

    /// <summary>A description, for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Runs that succeeded.</summary>
    public long SuccessCount { get; init; }

    /// <summary>Runs that failed with all their retries.</summary>
    public long ErrorCount { get; init; }

    /// <summary>Such failures since it last succeeded.</summary>
    public long ErrorsSinceLastSuccess { get; init; }

    /// <summary>When it last succeeded, as text; clients may set it to anything.</summary>
    public string LastSuccess { get; init; } = "";

    /// <summary>When it last failed, as text; clients may set it to anything.</summary>
    public string LastError { get; init; } = "";

    /// <summary>Processors that a run takes.</summary>
    public double Cpus { get; init; }

    /// <summary>Memory that a run takes, in MB.</summary>
    public double Mem { get; init; }

    /// <summary>Disk that a run takes, in MB.</summary>
    public double Disk { get; init; }

    /// <summary>Whether it is kept from running.</summary>
    public bool Disabled { get; init; }

    /// <summary>Whether several runs may go on at once.</summary>
    public bool Concurrent { get; init; }

    /// <summary>Whether children run after a final failure too.</summary>
    public bool SoftError { get; init; }

    /// <summary>Whether runs report how many elements they have processed.</summary>
    public bool DataProcessing { get; init; }

    /// <summary>What is fetched into the sandbox, in the old form.</summary>
    public ImmutableArray<string> Uris { get; init; } = [];

    /// <summary>What is fetched into the sandbox.</summary>
    public ImmutableArray<JobFetch> Fetch { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableArray<NamedValue> Environment { get; init; } = [];

    /// <summary>Whether its runs go before those of other jobs.</summary>
    public bool HighPriority { get; init; }

    /// <summary>The user that it runs as.</summary>
    public string RunAsUser { get; init; } = "";

    /// <summary>An executor of the job's own; empty: none.</summary>
    public string Executor { get; init; } = "";

    /// <summary>What that executor is told besides the command.</summary>
    public string ExecutorFlags { get; init; } = "";

    /// <summary>What that executor is told instead.</summary>
    public string TaskInfoData { get; init; } = "";

    /// <summary>The container that it runs in; null: none.</summary>
    public JobContainer? Container { get; init; }

    /// <summary>Which agents it may run on.</summary>
    public ImmutableArray<JobConstraint> Constraints { get; init; } = [];

    /// <summary>After how many seconds a run is killed; 0: never.</summary>
    public long MaxCompletionTime { get; init; }

    /// <summary>Whether it runs after other jobs.</summary>
    public bool IsDependent => Schedule is null;
}

/// <summary>A name and its value.</summary>
public sealed record NamedValue(string Name, string Value);

/// <summary>Something that is fetched into a sandbox.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Executable">Whether it is made executable.</param>
/// <param name="Cache">Whether the agent keeps it.</param>
/// <param name="Extract">Whether an archive is unpacked.</param>
/// <param name="OutputFile">What it is called in the sandbox; empty: as at its source.</param>
public sealed record JobFetch(
    string Uri, bool Executable = false, bool Cache = false, bool Extract = true, string OutputFile = "");
