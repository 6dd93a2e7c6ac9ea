namespace Kernel.Cli;

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>What was asked could not be done.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong (sysexits.h: EX_USAGE).</summary>
    public const int Usage = 64;
}
