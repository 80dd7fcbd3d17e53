using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Tests.Hosting;

namespace Studio.Tests.Architecture;

/// <summary>Every use case there is: found by its form, so that a new one cannot be forgotten.</summary>
static class UseCases
{
    public static IEnumerable<Type> All =>
        typeof(Actor)
            .Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && Methods(type).Any());

    public static IEnumerable<MethodInfo> Methods(Type useCase) =>
        useCase.GetMethods().Where(method => method.Name == "RunAsync");

    /// <summary>Runs it with arguments that mean nothing: a refusal must come before anyone looks at them.</summary>
    /// <returns>The problems that it gives, for each overload; null where it goes on to look at its arguments.</returns>
    public static async Task<List<Problem?>> AttemptAsync(
        StudioApp studio,
        Type useCase,
        Actor actor,
        ProjectId project
    )
    {
        List<Problem?> problems = [];
        foreach (var method in Methods(useCase))
            problems.Add(await AttemptAsync(method, studio.Services.GetRequiredService(useCase), actor, project));
        return problems;
    }

    static async Task<Problem?> AttemptAsync(MethodInfo method, object useCase, Actor actor, ProjectId project)
    {
        var arguments = method
            .GetParameters()
            .Select(parameter => Argument(parameter.ParameterType, actor, project))
            .ToArray();
        var task = (Task)method.Invoke(useCase, arguments)!;
        try
        {
            await task;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // It went on, and met a meaningless argument.
            return null;
        }

        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        return (Problem?)result.GetType().GetProperty("Problem")!.GetValue(result);
    }

    static object? Argument(Type type, Actor actor, ProjectId project) =>
        type == typeof(Actor) ? actor
        : type == typeof(ProjectId) ? project
        : type == typeof(SecretOwner) ? SecretOwner.Of(project)
        : type == typeof(string) ? "nothing"
        : type == typeof(SecretText) ? new SecretText("nothing")
        : type == typeof(PageRequest) ? new PageRequest()
        : type == typeof(CancellationToken) ? TestContext.Current.CancellationToken
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}
