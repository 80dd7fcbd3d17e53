using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;
using Studio.Projects;

namespace Studio.SecretKeys;

/// <summary>The library that a request is about: that of the project in its path, or else the caller's own.</summary>
/// <param name="Path">Where its collections are.</param>
public sealed record LibraryScope(SecretOwner Owner, string Path)
{
    public static ValueTask<LibraryScope?> BindAsync(HttpContext context)
    {
        if (context.Features.Get<ProjectScope>() is { } project)
            return ValueTask.FromResult<LibraryScope?>(new(project.Id, $"/api/v1/projects/{project.Id}/secret-keys"));
        var user = context.RequestServices.GetRequiredService<Actor>().User ?? default;
        return ValueTask.FromResult<LibraryScope?>(new(SecretOwner.Of(user), "/api/v1/me/secret-keys"));
    }
}
