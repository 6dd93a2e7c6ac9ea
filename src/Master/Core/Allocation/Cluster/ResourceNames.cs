namespace Kernel.Master.Core.Allocation;

/// <summary>Numbers for the names of scalar resources, so that amounts are kept in arrays.</summary>
internal sealed class ResourceNames
{
    private const int ScannedMax = 6;

    private readonly List<string> names = [];
    private readonly Dictionary<string, int> indexes = [];

    /// <summary>How many names have been seen.</summary>
    public int Count => names.Count;

    /// <summary>The name of a number.</summary>
    public string this[int index] => names[index];

    /// <summary>The number of a name; new names get the next.</summary>
    public int IndexOf(string name)
    {
        // The few usual names are found faster by looking than by hashing.
        for (var i = 0; i < names.Count && i < ScannedMax; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        if (!indexes.TryGetValue(name, out var index))
        {
            index = names.Count;
            names.Add(name);
            indexes.Add(name, index);
        }

        return index;
    }
}
