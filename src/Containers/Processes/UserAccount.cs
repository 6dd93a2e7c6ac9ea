namespace Kernel.Containers.Processes;

/// <summary>A user of this machine.</summary>
/// <param name="Name">The name.</param>
/// <param name="User">The number.</param>
/// <param name="Group">The number of the user's own group.</param>
internal sealed unsafe record UserAccount(string Name, uint User, uint Group)
{
    private const int BufferLength = 64 * 1024;

    /// <summary>The user of a name.</summary>
    /// <exception cref="LaunchFailedException">There is none.</exception>
    public static UserAccount Of(string name)
    {
        var buffer = new byte[BufferLength];
        Native.UserEntry entry;
        Native.UserEntry* found;
        fixed (byte* start = buffer)
        {
            var error = Native.UserByName(name, &entry, start, BufferLength, &found);
            return error == 0 && found is not null
                ? new(name, found->User, found->Group)
                : throw new LaunchFailedException($"Failed to get user information for '{name}': no such user");
        }
    }
}
