using Studio.Domain.PullSecrets;

namespace Studio.PullSecrets;

/// <summary>How people know the kinds of registry.</summary>
static class RegistryKinds
{
    public static readonly IReadOnlyList<RegistryKind> All = [RegistryKind.Gcp, RegistryKind.Acr, RegistryKind.Other];

    public static string Title(this RegistryKind kind) =>
        kind switch
        {
            RegistryKind.Gcp => "GCP Artifact Registry",
            RegistryKind.Acr => "Azure Container Registry",
            _ => "Other",
        };
}
