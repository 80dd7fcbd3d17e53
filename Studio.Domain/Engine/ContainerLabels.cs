using Studio.Domain.Projects;
using Studio.Domain.Services;

namespace Studio.Domain.Engine;

/// <summary>The labels by which Studio knows its containers again. Only containers of its own instance are ever touched.</summary>
/// <param name="instance">
/// Gives the eight hexadecimal digits that are this installation's; null before it is set up.
/// </param>
public sealed class ContainerLabels(Func<string?> instance)
{
    public const string Instance = "studio.instance";
    public const string Project = "studio.project";
    public const string Service = "studio.service";
    public const string Revision = "studio.revision";
    public const string Launch = "studio.launch";

    /// <summary>False until Studio has been set up: then it has no containers.</summary>
    public bool AreKnown => instance() is not null;

    /// <summary>What every container of this installation bears.</summary>
    /// <exception cref="InvalidOperationException">Not <see cref="AreKnown"/>.</exception>
    public IReadOnlyDictionary<string, string> All => new Dictionary<string, string> { [Instance] = Known };

    string Known => instance() ?? throw new InvalidOperationException("Studio has not been set up yet.");

    public IReadOnlyDictionary<string, string> OfProject(ProjectId project) =>
        new Dictionary<string, string>(All) { [Project] = $"{project}" };

    public IReadOnlyDictionary<string, string> OfService(ServiceId service) =>
        new Dictionary<string, string>(All) { [Service] = $"{service}" };

    /// <summary>The network on which the services of a project find one another by name.</summary>
    public string NetworkOf(string project) => $"studio-{Known}-{project}";
}
