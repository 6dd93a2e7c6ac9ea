using Kernel.Marathon.Core;

namespace Kernel.Marathon.Server;

/// <summary>A request is refused; the refusal becomes the answer.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    internal Refusal Refusal { get; } = refusal;
}

/// <summary>A body is no JSON.</summary>
internal sealed class MalformedException(string message, string details) : Exception(message)
{
    /// <summary>What the parser says.</summary>
    internal string Details { get; } = details;
}

/// <summary>A request is answered with a bare status, whose name is the message.</summary>
internal sealed class StatusException(int status) : Exception
{
    /// <summary>The status.</summary>
    internal int Status { get; } = status;
}
