namespace Kernel.Containers.Docker;

/// <summary>The Docker engine refused, or cannot be reached.</summary>
/// <param name="message">What it said.</param>
/// <param name="status">The status of its answer; 0 for none.</param>
internal sealed class DockerException(string message, int status = 0) : Exception(message)
{
    /// <summary>The status of its answer; 0 for none.</summary>
    public int Status { get; } = status;

    /// <summary>Whether the thing that was asked for is not there.</summary>
    public bool IsNotFound => Status == 404;
}
