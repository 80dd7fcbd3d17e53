namespace Studio.Client.Identity;

public sealed record CreateProjectRequest(string Name, string? Description = null);

/// <summary>A group of secrets, services and rooms.</summary>
public sealed record ProjectResponse(string Id, string Name, string? Description, DateTimeOffset CreatedAt);
