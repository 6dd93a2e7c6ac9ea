using System.Globalization;

namespace Kernel.Runtime;

/// <summary>What is told of this program where Mesos tells of its build.</summary>
public static class BuildInfo
{
    /// <summary>The version of Mesos whose APIs are spoken.</summary>
    public const string Version = "1.11.0";

    /// <summary>Who built it.</summary>
    public const string User = "kernel";

    /// <summary>When it was built.</summary>
    public static DateTimeOffset BuiltAt { get; } = Find();

    /// <summary>When it was built, in seconds since the epoch.</summary>
    public static double BuiltSeconds => BuiltAt.ToUnixTimeSeconds();

    /// <summary>When it was built, for people.</summary>
    public static string BuiltText => BuiltAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Find()
    {
        var file = Path.Combine(AppContext.BaseDirectory, typeof(BuildInfo).Assembly.GetName().Name + ".dll");
        return File.Exists(file) ? File.GetLastWriteTimeUtc(file) : DateTimeOffset.UnixEpoch;
    }
}
