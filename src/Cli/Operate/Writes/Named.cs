namespace Kernel.Cli.Operate.Writes;

/// <summary>Finds the one that an operator means by a name.</summary>
internal static class Named
{
    /// <summary>
    /// The id of the one that has a name: its whole id, what follows the last dash of it (<c>S7</c>), or another name it goes by.
    /// A name that nobody has is taken for an id, so that it is the master who answers for it.
    /// </summary>
    /// <param name="name">What the operator gave.</param>
    /// <param name="what">What it names, in the plural, for the refusal.</param>
    /// <param name="known">The ids that the master knows, each with its other name.</param>
    /// <exception cref="Refusal">Several have the name.</exception>
    public static string IdOf(string name, string what, IReadOnlyCollection<(string Id, string? OtherName)> known)
    {
        if (known.Any(one => one.Id == name))
        {
            return name;
        }

        var found = known
            .Where(one => one.OtherName == name || one.Id[(one.Id.LastIndexOf('-') + 1)..] == name)
            .Select(static one => one.Id).Distinct().ToList();
        return found.Count switch
        {
            0 => name,
            1 => found[0],
            _ => throw new Refusal($"{found.Count} {what} are called {name}; give the id of one: {string.Join(", ", found.Take(5))}"),
        };
    }
}
