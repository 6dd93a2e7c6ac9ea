namespace Kernel.Runtime.Flags;

/// <summary>
/// Marks an option whose value is the path of a file that the component reads itself, and more than once: <c>file://</c> before it is taken off,
/// where for other flags it means the file's content.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathFlagAttribute : Attribute;
