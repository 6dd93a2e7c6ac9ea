namespace Kernel.Runtime.Flags;

/// <summary>All flags of a component.</summary>
public static class FlagListing
{
    /// <summary>The flags of options: those with an effect, then those without.</summary>
    public static IReadOnlyList<IFlag> Of(object options) =>
        [.. Flag.Of(options.GetType()), .. (options as IHasIdleFlags)?.Idle.All ?? []];

    /// <summary>The flags that have a value, by name, as <c>/flags</c> shows them: without the credentials of URLs.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Values(object options) =>
    [
        .. Of(options)
            .Select(flag => (Name: flag.Names[0], Value: UrlSecrets.Hide(flag.Get(options))))
            .Where(static flag => flag.Value is not null)
            .OrderBy(static flag => flag.Name, StringComparer.Ordinal)
            .Select(static flag => KeyValuePair.Create(flag.Name, flag.Value!)),
    ];
}
