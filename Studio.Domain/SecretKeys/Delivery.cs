namespace Studio.Domain.SecretKeys;

/// <summary>How a value reaches a container.</summary>
public enum Delivery
{
    /// <summary>A variable in the container's environment. Visible to <c>docker inspect</c>.</summary>
    Env,
}
