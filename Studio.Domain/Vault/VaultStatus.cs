namespace Studio.Domain.Vault;

/// <summary>Whether secrets can be used, and if not, what is missing.</summary>
/// <param name="InstanceId"><see cref="Installation.InstanceId"/>; null until Studio has been set up.</param>
/// <param name="ExpectedKeyId"><see cref="MasterKey.Id"/> of the key that opens this database; null until set up.</param>
/// <param name="FoundKeyId">Of the key that was found; null: none that can be used.</param>
/// <param name="Reason">While sealed: why, in a sentence for the operator.</param>
public sealed record VaultStatus(
    VaultCondition Condition,
    string? InstanceId = null,
    string? ExpectedKeyId = null,
    string? FoundKeyId = null,
    string? Reason = null
)
{
    public bool IsSealed => Condition == VaultCondition.Sealed;
}

public enum VaultCondition
{
    /// <summary>Sealed: everything is readable but secrets, and nothing is written.</summary>
    Sealed,

    /// <summary>A new installation: the vault is made when the first administrator is.</summary>
    WaitingForSetup,

    Open,
}
