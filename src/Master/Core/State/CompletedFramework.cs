using System.Collections.Immutable;

namespace Kernel.Master.Core;

/// <summary>A framework that has been removed, with what is remembered of its tasks.</summary>
/// <param name="Framework">The framework as it was.</param>
/// <param name="Tasks">Its last tasks, the oldest first.</param>
public sealed record CompletedFramework(Framework Framework, ImmutableArray<TaskEntry> Tasks);
