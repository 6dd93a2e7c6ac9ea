using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Kernel.Containers.Processes;

/// <summary>What <c>/proc</c> says of processes, looked up once for a batch of questions.</summary>
internal sealed class ProcessTable
{
    private Dictionary<int, List<int>>? childrenByParent;

    /// <summary>The children of a process that any of its threads started.</summary>
    public IReadOnlyCollection<int> ChildrenOf(int process)
    {
        try
        {
            var children = new List<int>();
            foreach (var thread in System.IO.Directory.EnumerateDirectories($"/proc/{process}/task"))
            {
                AddNumbers(File.ReadAllBytes(thread + "/children"), children);
            }

            return children;
        }
        catch (FileNotFoundException)
        {
            // A kernel without these lists, or a thread that has just ended.
            return ByParent().GetValueOrDefault(process) ?? [];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Processes that this process did not start itself: those it adopted as subreaper among them.</summary>
    public IReadOnlyCollection<int> OrphansOf(int self)
    {
        try
        {
            // Adopted children belong to the main thread, which starts none.
            var children = new List<int>();
            AddNumbers(File.ReadAllBytes($"/proc/{self}/task/{self}/children"), children);
            return children;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return ByParent().GetValueOrDefault(self) ?? [];
        }
    }

    /// <summary>A process with all its descendants, itself first.</summary>
    public IReadOnlyList<int> TreeOf(int root)
    {
        var tree = new List<int> { root };
        var seen = new HashSet<int> { root };
        for (var i = 0; i < tree.Count; i++)
        {
            foreach (var child in ChildrenOf(tree[i]))
            {
                if (seen.Add(child))
                {
                    tree.Add(child);
                }
            }
        }

        return tree;
    }

    /// <summary>
    /// The value of a variable in the environment that a process started with; null if it has none, or is gone.
    /// </summary>
    public static string? Variable(int process, string name)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{process}/environ").AsSpan();
            var key = Encoding.UTF8.GetBytes(name + "=");
            while (!environment.IsEmpty)
            {
                var end = environment.IndexOf((byte)0);
                var entry = end < 0 ? environment : environment[..end];
                if (entry.StartsWith(key))
                {
                    return Encoding.UTF8.GetString(entry[key.Length..]);
                }

                environment = end < 0 ? default : environment[(end + 1)..];
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }

    /// <summary>What <c>/proc/PID/stat</c> says; null if the process is gone.</summary>
    public static ProcessStat? Stat(int process)
    {
        try
        {
            return ProcessStat.Parse(File.ReadAllBytes($"/proc/{process}/stat"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Dictionary<int, List<int>> ByParent()
    {
        if (childrenByParent is not null)
        {
            return childrenByParent;
        }

        childrenByParent = [];
        foreach (var directory in System.IO.Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(directory);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Stat(process) is { } stat)
            {
                (childrenByParent.TryGetValue(stat.Parent, out var known) ? known : childrenByParent[stat.Parent] = [])
                    .Add(process);
            }
        }

        return childrenByParent;
    }

    private static void AddNumbers(ReadOnlySpan<byte> text, List<int> numbers)
    {
        while (Utf8Parser.TryParse(text, out int number, out var length))
        {
            numbers.Add(number);
            text = text[length..].TrimStart((byte)' ');
        }
    }
}
