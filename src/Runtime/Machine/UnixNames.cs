using System.Globalization;

namespace Kernel.Runtime.Machine;

/// <summary>Names of users and groups, from the system's files; a number nobody has named stays one.</summary>
public static class UnixNames
{
    /// <summary>The name of a user.</summary>
    public static string OfUser(uint id) => Find("/etc/passwd", id);

    /// <summary>The name of a group.</summary>
    public static string OfGroup(uint id) => Find("/etc/group", id);

    private static string Find(string file, uint id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        if (id == 0)
        {
            return "root";
        }

        return !File.Exists(file) ? number : File.ReadLines(file)
            .Select(static line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && fields[2] == number)?[0] ?? number;
    }
}
