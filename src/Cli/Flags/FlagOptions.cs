using System.CommandLine;
using System.CommandLine.Parsing;
using Kernel.Runtime.Flags;

namespace Kernel.Cli.Flags;

/// <summary>
/// The flags of one component on the command line and in the environment: the command line wins, as in Mesos
/// (<c>--work_dir</c> before <c>MESOS_WORK_DIR</c>).
/// </summary>
internal sealed class FlagOptions<TOptions>
    where TOptions : class, new()
{
    private readonly List<(IFlag Flag, Option<string[]> Value, Option<bool>? Negation)> options = [];
    private readonly string environmentPrefix;

    public FlagOptions(string environmentPrefix)
    {
        this.environmentPrefix = environmentPrefix;
        var defaults = new TOptions();
        var documentation = OptionDocumentation.Of(typeof(TOptions));
        foreach (var flag in FlagListing.Of(defaults))
        {
            options.Add((flag, ValueOption(flag, defaults, documentation), flag.IsSwitch ? Negation(flag) : null));
        }
    }

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var (_, value, negation) in options)
        {
            command.Options.Add(value);
            if (negation is not null)
            {
                command.Options.Add(negation);
            }
        }
    }

    /// <summary>The options that the command line and the environment say.</summary>
    /// <exception cref="FormatException">A value is wrong; the message names the flag.</exception>
    public TOptions Bind(ParseResult parsed)
    {
        var bound = new TOptions();
        foreach (var (flag, value, negation) in options)
        {
            if (TextOf(parsed, flag, value, negation) is { } text)
            {
                flag.Set(bound, text);
            }
        }

        return bound;
    }

    private string? TextOf(ParseResult parsed, IFlag flag, Option<string[]> value, Option<bool>? negation)
    {
        if (negation is not null && parsed.GetResult(negation) is { Implicit: false })
        {
            return "false";
        }

        if (parsed.GetResult(value) is { Implicit: false } given)
        {
            return given.Tokens.Count > 0 ? given.Tokens[^1].Value : "true";
        }

        return flag.Names
            .Select(name => Environment.GetEnvironmentVariable(environmentPrefix + name.ToUpperInvariant()))
            .FirstOrDefault(static text => text is not null);
    }

    private static Option<string[]> ValueOption(IFlag flag, TOptions defaults, OptionDocumentation documentation)
    {
        var initial = flag.Get(defaults);
        return new($"--{flag.Names[0]}", [.. flag.Names.Skip(1).Select(static name => $"--{name}")])
        {
            Description = Describe(flag, documentation)
                + (string.IsNullOrEmpty(initial) ? "" : $" [default: {initial}]"),
            HelpName = flag.IsSwitch ? "true|false" : "value",
            Arity = new ArgumentArity(flag.IsSwitch ? 0 : 1, 100),
            AllowMultipleArgumentsPerToken = false,
            Hidden = flag is IdleFlag,
        };
    }

    private static string Describe(IFlag flag, OptionDocumentation documentation) => flag switch
    {
        Flag { Property: var property } => documentation.SummaryOf(property),
        IdleFlag { Why: var why } => $"No effect: {why}.",
        _ => "",
    };

    private static Option<bool> Negation(IFlag flag) =>
        new($"--no-{flag.Names[0]}", [.. flag.Names.Skip(1).Select(static name => $"--no-{name}")])
        {
            Arity = ArgumentArity.Zero,
            Hidden = true,
        };
}
