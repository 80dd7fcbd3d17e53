namespace Studio.Domain.Audit;

/// <summary>The names of audited acts. Part of the contract: people filter and alert on them.</summary>
public static class AuditActions
{
    public const string Setup = "setup";
    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string CreateUser = "user.create";
    public const string UpdateUser = "user.update";
    public const string ListUsers = "user.list";
    public const string CreateToken = "token.create";
    public const string ListTokens = "token.list";
    public const string RevokeToken = "token.revoke";
    public const string CreateSecretKeys = "secret-keys.create";
    public const string ViewSecretKeys = "secret-keys.view";
    public const string UpdateSecretKeys = "secret-keys.update";
    public const string DeleteSecretKeys = "secret-keys.delete";
    public const string RollOutSecretKeys = "secret-keys.roll-out";
    public const string SwitchSecretKeys = "secret-keys.switch";

    /// <summary>By Studio itself: entries that expire soon, or have expired.</summary>
    public const string SecretKeysExpiring = "secret-keys.expiring";
    public const string SecretKeysExpired = "secret-keys.expired";
    public const string ViewUserSecretKeys = "user.secret-keys.view";
    public const string DeleteUserSecretKeys = "user.secret-keys.delete";
    public const string CreatePullSecret = "pull-secret.create";
    public const string ViewPullSecret = "pull-secret.view";
    public const string UpdatePullSecret = "pull-secret.update";
    public const string DeletePullSecret = "pull-secret.delete";
    public const string TestPullSecret = "pull-secret.test";
    public const string CreateService = "service.create";
    public const string UpdateService = "service.update";
    public const string DeleteService = "service.delete";
    public const string Launch = "service.launch";
    public const string LaunchEnded = "service.launch.ended";
    public const string Restart = "service.restart";
    public const string Rollback = "service.rollback";
    public const string Reset = "service.reset";

    /// <summary>By Studio itself: the container was removed from outside.</summary>
    public const string Recover = "service.recover";

    /// <summary>One service of a rollout of secret keys.</summary>
    public const string RollOut = "service.roll-out";
    public const string Stop = "service.stop";
    public const string ViewStats = "service.stats";
    public const string ViewLogs = "service.logs";
    public const string Exec = "service.exec";
    public const string OpenTerminal = "service.terminal";
    public const string CloseTerminal = "service.terminal.ended";
    public const string SecretAccess = "secret.access";
    public const string DeleteImage = "image.delete";
    public const string PruneImages = "image.prune";
    public const string PullImage = "image.pull";
    public const string ViewEngine = "engine.view";
    public const string ReadAudit = "audit.read";
    public const string ReadKeys = "keys.status";
    public const string Unseal = "keys.unseal";

    /// <summary>Entries that were kept while sealed could not be read again.</summary>
    public const string Gap = "audit.gap";
    public const string FindProject = "project.find";
    public const string ListProjects = "project.list";
    public const string Refuse = "refused";
}
