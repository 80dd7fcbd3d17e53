namespace Studio.Domain.Projects;

/// <summary>Groups secrets and services. <see cref="DefaultName"/> exists from the start.</summary>
public sealed class Project
{
    public const string DefaultName = "default";

    Project() { }

    public Project(string name, DateTimeOffset now)
    {
        Id = ProjectId.New();
        Name = name;
        CreatedAt = now;
    }

    public ProjectId Id { get; private set; }

    public string Name { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
}
