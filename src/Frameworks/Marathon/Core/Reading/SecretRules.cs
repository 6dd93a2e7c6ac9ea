namespace Kernel.Marathon.Core;

/// <summary>Secrets must be declared, and the feature switched on.</summary>
internal static class SecretRules
{
    /// <summary>Notes what is wrong with an app's secrets and environment.</summary>
    internal static void Check(AppDefinition app, MarathonSettings settings, Violations violations)
    {
        if (app.Secrets is { Count: > 0 })
        {
            violations.Demand(settings.Has("secrets"), "/secrets", Features.Off("secrets"));
        }

        CheckEnv(app.Env, app.Secrets, "/env", settings, violations);
    }

    /// <summary>Notes what is wrong with an environment.</summary>
    internal static void CheckEnv(
        IReadOnlyDictionary<string, EnvValue>? env,
        IReadOnlyDictionary<string, Secret>? secrets,
        string path,
        MarathonSettings settings,
        Violations violations)
    {
        foreach (var (name, value) in env ?? new Dictionary<string, EnvValue>())
        {
            violations.Demand(name.Length > 0, path, "key must not be empty");
            if (value.Secret is { } secret)
            {
                violations.Demand(settings.Has("secrets"), $"{path}/{name}", Features.Off("secrets"));
                violations.Demand(
                    secrets?.ContainsKey(secret) == true, $"{path}/{name}/secret", "references an undefined secret");
            }
        }
    }

    /// <summary>Notes what is wrong with the place of a registry's credentials.</summary>
    internal static void CheckPull(
        PullConfig? pull,
        IReadOnlyDictionary<string, Secret>? secrets,
        string path,
        MarathonSettings settings,
        Violations violations)
    {
        if (pull is null)
        {
            return;
        }

        if (!settings.Has("secrets"))
        {
            violations.Add(path, "must be empty");
            violations.Add(path, Features.Off("secrets"));
        }

        violations.Demand(
            secrets?.ContainsKey(pull.Secret) == true, path, "pullConfig.secret must refer to an existing secret");
    }
}
