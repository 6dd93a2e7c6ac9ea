using Mesos.V1;
using Variable = Mesos.V1.Environment.Types.Variable;

namespace Kernel.Master.Core.Launching;

/// <summary>What a command and its environment must be (mesos.md 1.9).</summary>
internal static class CommandRules
{
    /// <summary>Why a command is not valid; null if it is, or if there is none.</summary>
    public static string? Refuse(CommandInfo? command) =>
        command?.Environment?.Variables.Select(Refuse).FirstOrDefault(static reason => reason is not null);

    /// <summary>Why a secret is not valid; null if it is, or if there is none.</summary>
    public static string? Refuse(Secret? secret) => secret switch
    {
        null => null,
        { Type: Secret.Types.Type.Reference, Reference: null } => "Secret of type REFERENCE must have the 'reference' field set",
        { Type: Secret.Types.Type.Reference, Value: not null } => "Secret of type REFERENCE must not have the 'value' field set",
        { Type: Secret.Types.Type.Value, Value: null } => "Secret of type VALUE must have the 'value' field set",
        { Type: Secret.Types.Type.Value, Reference: not null } => "Secret of type VALUE must not have the 'reference' field set",
        { Type: Secret.Types.Type.Unknown } => "Secret of type UNKNOWN is not allowed",
        _ => null,
    };

    private static string? Refuse(Variable variable) => variable.Type switch
    {
        Variable.Types.Type.Value when variable.Secret is not null =>
            $"Environment variable '{variable.Name}' of type 'VALUE' must not have a secret set",
        Variable.Types.Type.Value when !variable.HasValue =>
            $"Environment variable '{variable.Name}' of type 'VALUE' must have a value set",
        Variable.Types.Type.Value => null,
        Variable.Types.Type.Secret => RefuseSecret(variable),
        _ => $"Environment variable '{variable.Name}' of type 'UNKNOWN' is not allowed",
    };

    private static string? RefuseSecret(Variable variable)
    {
        if (variable.Secret is null)
        {
            return $"Environment variable '{variable.Name}' of type 'SECRET' must have a secret set";
        }

        if (variable.HasValue)
        {
            return $"Environment variable '{variable.Name}' of type 'SECRET' must not have a value set";
        }

        return LaunchRules.Named($"Environment variable '{variable.Name}' specifies an invalid secret", Refuse(variable.Secret))
            ?? (variable.Secret.Value?.Data.Span.Contains((byte)0) == true
                ? $"Environment variable '{variable.Name}' specifies a secret containing null bytes, which is not allowed in the environment"
                : null);
    }
}
