namespace Studio.Docker.Daemon;

/// <summary>See <see href="https://docs.docker.com/reference/api/engine/#tag/System/operation/SystemVersion">GET /version</see>.</summary>
public sealed class EngineVersion
{
    /// <summary>Of the engine, such as <c>27.3.1</c>.</summary>
    public string Version
    {
        get => field ?? "";
        init;
    }

    /// <summary>The newest API version it speaks.</summary>
    public string ApiVersion
    {
        get => field ?? "";
        init;
    }

    /// <summary>The oldest API version it speaks.</summary>
    public string MinAPIVersion
    {
        get => field ?? "";
        init;
    }

    /// <summary><c>linux</c> or <c>windows</c>.</summary>
    public string Os
    {
        get => field ?? "";
        init;
    }

    /// <summary>As Go names it: <c>amd64</c>, <c>arm64</c>.</summary>
    public string Arch
    {
        get => field ?? "";
        init;
    }

    public string KernelVersion
    {
        get => field ?? "";
        init;
    }
}
