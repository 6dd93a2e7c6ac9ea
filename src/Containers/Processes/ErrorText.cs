using System.Runtime.InteropServices;

namespace Kernel.Containers.Processes;

/// <summary>What the C library calls an error.</summary>
internal static class ErrorText
{
    /// <summary>The text of an error number, as <c>strerror(3)</c> gives it.</summary>
    public static string Of(int error) => Marshal.GetPInvokeErrorMessage(error);
}
