using System.Globalization;
using System.Reflection;
using System.Text;
using Kernel.Runtime.Authentication;

namespace Kernel.Runtime.Flags;

/// <summary>One flag of a component: a property of its options record.</summary>
public sealed class Flag : IFlag
{
    private readonly PropertyInfo property;
    private readonly SecretFlagAttribute? secret;
    private readonly bool isPath;

    private Flag(PropertyInfo property)
    {
        this.property = property;
        secret = property.GetCustomAttribute<SecretFlagAttribute>();
        isPath = property.GetCustomAttribute<PathFlagAttribute>() is not null;
        Names = property.GetCustomAttribute<FlagAttribute>()?.Names ?? [SnakeCase(property.Name)];
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
    }

    /// <summary>Its names without the dashes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The type of its value.</summary>
    public Type ValueType { get; }

    /// <summary>Whether it is a switch, <c>--[no-]name</c>.</summary>
    public bool IsSwitch => ValueType == typeof(bool);

    /// <summary>The property behind it.</summary>
    public PropertyInfo Property => property;

    /// <summary>The flags of an options record: its settable properties of the types that flags can have.</summary>
    public static IReadOnlyList<Flag> Of(Type options) =>
    [
        .. options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.SetMethod is { IsPublic: true }
                && property.GetCustomAttribute<NotAFlagAttribute>() is null)
            .Select(static property => new Flag(property))
            .Where(static flag => CanBeParsed(flag.ValueType)),
    ];

    /// <summary>Gives the option the value that a text means.</summary>
    /// <exception cref="FormatException">The text is no value of the flag; the message names the flag.</exception>
    public void Set(object options, string text)
    {
        try
        {
            property.SetValue(options, secret is { IsItself: false } ? text : Parse(isPath ? FlagText.Path(text) : FlagText.Content(text)));
        }
        catch (Exception failure) when (FlagText.IsAtFault(failure))
        {
            throw FlagText.Refuse(Names[0], failure.Message);
        }
    }

    /// <summary>The option's value as a text that <see cref="Set"/> reads, except that secrets are not shown; null if it is not set.</summary>
    public string? Get(object options) => property.GetValue(options) switch
    {
        null => null,
        string value when secret is not null => secret.IsItself ? SecretText.NotShown : SecretText.Shown(value),
        bool value => value ? "true" : "false",
        TimeSpan value => MesosDuration.Write(value),
        IEnumerable<string> values => string.Join(",", values),
        Enum value => SnakeCase(value.ToString()),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString(),
    };

    /// <summary>A property's name as a flag's: <c>WorkDir</c> becomes <c>work_dir</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !(char.IsUpper(name[i - 1]) && (i + 1 == name.Length || !char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static bool CanBeParsed(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)
        || type == typeof(double) || type == typeof(TimeSpan) || type == typeof(Uri) || type.IsAssignableFrom(typeof(string[]));

    private object Parse(string text)
    {
        if (ValueType == typeof(string))
        {
            return text;
        }

        if (ValueType == typeof(bool))
        {
            return text switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                _ => throw new FormatException($"Expecting a boolean (e.g., true or false), not '{text}'"),
            };
        }

        if (ValueType == typeof(TimeSpan))
        {
            return MesosDuration.Parse(text);
        }

        if (ValueType == typeof(Uri))
        {
            return new Uri(text);
        }

        if (ValueType.IsEnum)
        {
            return Enum.Parse(ValueType, text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        }

        return ValueType.IsAssignableFrom(typeof(string[]))
            ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : Convert.ChangeType(text, ValueType, CultureInfo.InvariantCulture);
    }
}
